import { Button, Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { ROLES } from '../../core/evaluate/bench';
import { describeContender } from '../../core/trials/contenders';
import { type Confirmation, RULE, type TriedContender } from '../../core/trials/recommend';
import { formatShare } from '../format';
import { chance, figure } from '../quality/outcome';
import { useEvidence } from '../stores/evidence-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { NumberSetting } from '../ui/number-setting';
import { Panel } from '../ui/panel';
import { WorkState } from './work-state';

const words = text.evidence.recommend;

/** Tries settings, shows what each keeps, and confirms the winner on queries that decided nothing. */
export function RecommendPanel({ isDisabled }: { readonly isDisabled: boolean }) {
  const { minutes, work, tried, recommendation, change, recommend } = useEvidence();
  const { mask, apply } = usePrune();
  const winner = recommendation?.winner ?? null;
  return (
    <Panel title={words.title}>
      <p className="help">{words.lead}</p>
      <div className="actions evidence-actions">
        <NumberSetting
          {...words.minutes}
          min={1}
          max={240}
          step={1}
          value={minutes}
          isDisabled={work !== null}
          onChange={(value) => change({ minutes: value })}
        />
        <Button className="button primary" isDisabled={isDisabled || work !== null} onPress={() => void recommend()}>
          {recommendation === null ? words.start : words.again}
        </Button>
      </div>
      <WorkState kind="recommend" label={words.working} stopped={words.stopped} />
      {tried.length > 0 && <TriedTable tried={tried} winner={winner} />}
      {recommendation !== null && (
        <>
          <p className="outcome">
            <strong>{words.winner(describeContender(recommendation.winner))}</strong> {RULE}{' '}
            {recommendation.untried.length > 0 && words.untried(recommendation.untried.length)}
          </p>
          <ConfirmTable confirmation={recommendation.confirmation} />
          <div className="actions">
            <Button
              className="button"
              onPress={() => {
                const { scoring, update } = recommendation.winner;
                apply({ scoring, mask });
                change({ update });
              }}
            >
              {words.apply}
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
}

function TriedTable({ tried, winner }: { readonly tried: readonly TriedContender[]; readonly winner: TriedContender | null }) {
  const chosen = winner === null ? null : describeContender(winner);
  return (
    <div className="table-frame">
      <Table aria-label={words.tableLabel} className="table">
        <TableHeader>
          <Column isRowHeader>{words.columns.settings}</Column>
          <Column className="numeric">{words.columns.domain}</Column>
          <Column className="numeric">{words.columns.general}</Column>
          <Column className="numeric">{words.columns.similarity}</Column>
        </TableHeader>
        <TableBody>
          {tried.map((one) => {
            const name = describeContender(one);
            const { domain, general } = one.figures;
            return (
              <Row key={name} id={name} className={name === chosen ? 'chosen' : ''}>
                <Cell className="row-name">{name}</Cell>
                <Cell className="numeric">{formatShare(domain.share)}</Cell>
                <Cell className="numeric">{formatShare(general.share)}</Cell>
                <Cell className="numeric">{figure(Math.min(domain.similarity, general.similarity))}</Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}

function ConfirmTable({ confirmation: { dense, magnitude, winner, againstMagnitude } }: { readonly confirmation: Confirmation }) {
  return (
    <div className="table-frame">
      <Table aria-label={words.confirmLabel} className="table">
        <TableHeader>
          <Column isRowHeader>{words.confirmLabel}</Column>
          <Column className="numeric">{words.confirm.dense}</Column>
          <Column className="numeric">{words.confirm.magnitude}</Column>
          <Column className="numeric">{words.confirm.chosen}</Column>
          <Column className="numeric">{words.confirm.toDense}</Column>
          <Column className="numeric">{words.confirm.toMagnitude}</Column>
        </TableHeader>
        <TableBody>
          {ROLES.map((role) => (
            <Row key={role} id={role}>
              <Cell className="row-name">{text.quality.sets[role]}</Cell>
              <Cell className="numeric">{figure(dense[role].ndcg10.mean)}</Cell>
              <Cell className="numeric">{figure(magnitude[role].ndcg10.mean)}</Cell>
              <Cell className="numeric">
                {figure(winner[role].ndcg10.mean)} ({formatShare(winner[role].share)})
              </Cell>
              <Cell className="numeric">{chance(winner[role].difference?.p ?? 1).replace('= ', '')}</Cell>
              <Cell className="numeric">{chance(againstMagnitude[role].p).replace('= ', '')}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
