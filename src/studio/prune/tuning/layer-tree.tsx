import { useMemo, type ReactNode } from 'react';
import { Button, CheckboxButton, CheckboxField, Tree, TreeItem, TreeItemContent } from 'react-aria-components';
import type { ParameterSummary } from '../../../core/engine/types';
import { sizeOf } from '../../../core/tensor';
import { formatShortCount } from '../../format';
import { isHighlighted, useHighlight } from '../../stores/highlight-store';
import { text } from '../../text';
import { ROOT, branchesOf, leafLabel, selectedKeys, wantedAfter } from './tree-branches';

interface LayerTreeProps {
  readonly modelName: string;
  readonly parameters: readonly ParameterSummary[];
  readonly chosen: ReadonlySet<string>;
  readonly isDisabled: boolean;
  readonly onChange: (wanted: ReadonlySet<string>) => void;
}

/** Model, layers, matrices. A box is full when everything below it is chosen, and half full when some of it is. */
export function LayerTree({ modelName, parameters, chosen, isDisabled, onChange }: LayerTreeProps) {
  const branches = useMemo(() => branchesOf(parameters), [parameters]);
  const selected = useMemo(() => selectedKeys(branches, chosen), [branches, chosen]);
  const highlighted = useHighlight();
  const { highlight, clearHighlight } = highlighted;
  return (
    <Tree
      className="layer-tree"
      aria-label={text.tuning.weights.tree}
      selectionMode="multiple"
      disallowEmptySelection
      escapeKeyBehavior="none"
      defaultExpandedKeys={[ROOT]}
      selectedKeys={selected}
      disabledKeys={isDisabled ? [ROOT, ...branches.map(({ key }) => key), ...parameters.map(({ name }) => name)] : []}
      onSelectionChange={(keys) => {
        const after = keys === 'all' ? new Set([ROOT]) : new Set([...keys].map(String));
        const wanted = wantedAfter(branches, selected, keys === 'all' ? new Set([...selected, ...after]) : after, chosen);
        if (wanted.size > 0) onChange(wanted);
      }}
    >
      <TreeItem id={ROOT} textValue={modelName}>
        <Row label={modelName} weights={parameters} chosen={chosen} />
        {branches.map(({ key, label, layer, leaves }) => (
          <TreeItem
            key={key}
            id={key}
            textValue={label}
            onHoverStart={() => highlight({ layer })}
            onHoverEnd={clearHighlight}
            className={layer !== null && highlighted.layer === layer && highlighted.name === null ? 'tree-row lit' : 'tree-row'}
          >
            <Row label={label} weights={leaves} chosen={chosen} />
            {leaves.map((weight) => (
              <TreeItem
                key={weight.name}
                id={weight.name}
                textValue={leafLabel(weight)}
                onHoverStart={() => highlight({ name: weight.name })}
                onHoverEnd={clearHighlight}
                className={isHighlighted(highlighted, weight) ? 'tree-row lit' : 'tree-row'}
              >
                <Row label={leafLabel(weight)} weights={[weight]} chosen={chosen} isLeaf />
              </TreeItem>
            ))}
          </TreeItem>
        ))}
      </TreeItem>
    </Tree>
  );
}

interface RowProps {
  readonly label: string;
  readonly weights: readonly ParameterSummary[];
  readonly chosen: ReadonlySet<string>;
  readonly isLeaf?: boolean;
}

function Row({ label, weights, chosen, isLeaf = false }: RowProps) {
  const count = weights.filter(({ name }) => chosen.has(name)).length;
  const elements = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return (
    <TreeItemContent>
      {({ level }): ReactNode => (
        <div className="tree-content" data-level={level}>
          {isLeaf ? (
            <span className="tree-space" />
          ) : (
            <Button slot="chevron" className="tree-chevron">
              <span aria-hidden="true" className="chevron" />
            </Button>
          )}
          <CheckboxField slot="selection" isIndeterminate={count > 0 && count < weights.length}>
            <CheckboxButton className="tree-box">
              <span aria-hidden="true" className="box" />
            </CheckboxButton>
          </CheckboxField>
          <span className="tree-label" title={isLeaf ? weights[0]?.name : undefined}>
            {label}
          </span>
          <small>{isLeaf ? formatShortCount(elements) : text.tuning.weights.count(count, weights.length)}</small>
        </div>
      )}
    </TreeItemContent>
  );
}
