import type { ReactNode } from 'react';
import { Button, DropZone, FileTrigger, Text } from 'react-aria-components';
import type { NamedFile } from '../../core/engine/types';
import { fromDialog, fromZone } from '../files/dropped';

interface FileDropProps {
  readonly label: string;
  /** What to drop here, in a few words. */
  readonly hint: string;
  /** Buttons that open a file dialog. */
  readonly dialogs: readonly {
    readonly label: string;
    readonly folder?: boolean;
    readonly multiple?: boolean;
    readonly types?: readonly string[];
  }[];
  readonly isDisabled: boolean;
  readonly children?: ReactNode;
  readonly onFiles: (files: readonly NamedFile[]) => void;
}

/** A drop zone with the file dialogs that do the same. */
export function FileDrop({ label, hint, dialogs, isDisabled, children, onFiles }: FileDropProps) {
  const give = (files: readonly NamedFile[]): void => {
    if (files.length > 0) onFiles(files);
  };
  return (
    <DropZone className="drop" aria-label={label} isDisabled={isDisabled} onDrop={({ items }) => void fromZone(items).then(give)}>
      <Text slot="label" className="drop-hint">
        {hint}
      </Text>
      <div className="drop-buttons">
        {dialogs.map(({ label: text, folder = false, multiple = false, types }) => (
          <FileTrigger
            key={text}
            acceptDirectory={folder}
            allowsMultiple={multiple || folder}
            onSelect={(files) => give(fromDialog(files))}
            {...(types === undefined ? {} : { acceptedFileTypes: types })}
          >
            <Button className="button" isDisabled={isDisabled}>
              {text}
            </Button>
          </FileTrigger>
        ))}
        {children}
      </div>
    </DropZone>
  );
}
