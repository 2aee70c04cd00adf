import { Fragment, type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { text } from '../../text';

interface FormulaProps {
  /** What the formula is of: the label of the field. */
  readonly label: string;
  readonly formula: string;
  /** The sign of the field in the formula, which is marked. */
  readonly sign?: string | undefined;
}

/** The formula a setting stands in, behind a small button beside it. */
export function Formula({ label, formula, sign }: FormulaProps) {
  return (
    <DialogTrigger>
      <Button className="formula-button" aria-label={text.tuning.formulaOf(label)}>
        ƒ
      </Button>
      <Popover className="popover formula" placement="right top">
        <Dialog aria-label={text.tuning.formulaOf(label)}>
          <code>{marked(formula, sign)}</code>
          <p className="help">{text.tuning.formulaNote}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function marked(formula: string, sign: string | undefined): ReactNode {
  if (sign === undefined) return formula;
  return formula.split(sign).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <mark>{sign}</mark>}
      {part}
    </Fragment>
  ));
}

/** A field with its formula beside the label. */
export function WithFormula({ children, ...formula }: FormulaProps & { readonly children: ReactNode }) {
  return (
    <div className="with-formula">
      {children}
      <Formula {...formula} />
    </div>
  );
}
