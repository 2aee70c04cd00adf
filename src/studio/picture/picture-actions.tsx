import { Button, ToggleButton } from 'react-aria-components';
import { download } from '../download';
import { useTensor } from '../stores/tensor-store';
import { text } from '../text';
import { csvOf } from './csv';
import type { TableModel } from './table-model';

interface PictureActionsProps {
  /** Name of the files, without its ending. */
  readonly fileName: string;
  /** What the CSV file holds. */
  readonly table: () => TableModel | Promise<TableModel>;
  readonly png: () => Promise<Blob>;
  /** Absent for pictures of so many cells that only pixels make sense. */
  readonly svg?: () => string;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
}

/** The picture as a table, and as files. */
export function PictureActions({ fileName, table, png, svg, isTable, onTable }: PictureActionsProps) {
  const save = (ending: string, make: () => Promise<Blob> | Blob): void => {
    Promise.resolve()
      .then(make)
      .then((content) => download({ fileName: `${fileName}.${ending}`, content }))
      .catch((error: unknown) => useTensor.getState().fail(error));
  };
  const words = text.pictures;
  return (
    <div className="picture-actions" role="group" aria-label={words.actions}>
      <ToggleButton className="chip" isSelected={isTable} onChange={onTable}>
        {words.asTable}
      </ToggleButton>
      <Button className="button quiet" aria-label={words.saveAs(words.savePng)} onPress={() => save('png', png)}>
        {words.savePng}
      </Button>
      {svg !== undefined && (
        <Button
          className="button quiet"
          aria-label={words.saveAs(words.saveSvg)}
          onPress={() => save('svg', () => new Blob([svg()], { type: 'image/svg+xml' }))}
        >
          {words.saveSvg}
        </Button>
      )}
      <Button
        className="button quiet"
        aria-label={words.saveAs(words.saveCsv)}
        onPress={() => save('csv', async () => new Blob([csvOf(await table())], { type: 'text/csv;charset=utf-8' }))}
      >
        {words.saveCsv}
      </Button>
    </div>
  );
}
