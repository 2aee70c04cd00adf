import { Button, Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { isLayerType, LAYER_TYPES } from '../../core/model/layer-types';
import { suggestOverrides } from '../../core/trials/sensitivity';
import { formatCount, formatShare } from '../format';
import { useEvidence } from '../stores/evidence-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { WorkState } from './work-state';

const words = text.evidence.sensitivity;

/** What pruning one part alone costs, and shares of their own for the layers that follow from it. */
export function SensitivityPanel({ isDisabled }: { readonly isDisabled: boolean }) {
  const { work, sensitivity, measureSensitivity } = useEvidence();
  const { mask, changeMask } = usePrune();
  const suggested = suggestOverrides(sensitivity.rows, mask.sparsity);
  const shares = new Map(suggested.map(({ target, sparsity }) => [target, sparsity]));
  return (
    <Panel title={words.title}>
      <p className="help">{words.lead}</p>
      <div className="actions">
        <Button className="button primary" isDisabled={isDisabled || work !== null} onPress={() => void measureSensitivity()}>
          {words.start}
        </Button>
      </div>
      <WorkState kind="sensitivity" label={words.working} stopped={words.stopped} />
      {sensitivity.rows.length > 0 && (
        <div className="table-frame">
          <Table aria-label={words.tableLabel} className="table">
            <TableHeader>
              <Column isRowHeader>{words.columns.part}</Column>
              <Column className="numeric">{words.columns.size}</Column>
              <Column className="numeric">{words.columns.domain}</Column>
              <Column className="numeric">{words.columns.general}</Column>
              <Column className="numeric">{words.columns.suggested}</Column>
            </TableHeader>
            <TableBody>
              {sensitivity.rows.map(({ target, size, figures }) => {
                const share = shares.get(target);
                return (
                  <Row key={target} id={target}>
                    <Cell className="row-name">{nameOf(target)}</Cell>
                    <Cell className="numeric">{formatCount(size)}</Cell>
                    <Cell className="numeric">{formatShare(figures.domain.share)}</Cell>
                    <Cell className="numeric">{formatShare(figures.general.share)}</Cell>
                    <Cell className="numeric">{share === undefined ? text.common.none : formatShare(share)}</Cell>
                  </Row>
                );
              })}
            </TableBody>
          </Table>
        </div>
      )}
      {suggested.length > 0 && (
        <div className="actions">
          <Button className="button" isDisabled={work !== null} onPress={() => changeMask({ overrides: suggested })}>
            {words.apply}
          </Button>
          <p className="help">{words.model}</p>
        </div>
      )}
    </Panel>
  );
}

function nameOf(target: string): string {
  return isLayerType(target) ? LAYER_TYPES[target].label : words.layer(target.replace('layer:', ''));
}
