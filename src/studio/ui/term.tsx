import { useState, type ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { text } from '../text';
import type { TermId } from '../text/glossary';

/** A word with its definition, on hover, on focus and on a tap. Without children it shows the term's own name. */
export function Term({ id, children }: { readonly id: TermId; readonly children?: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const { name, definition } = text.glossary[id];
  return (
    <TooltipTrigger delay={300} closeDelay={100} isOpen={isOpen} onOpenChange={setOpen} shouldCloseOnPress={false}>
      {/* A tooltip does not open by touch of its own accord. */}
      <Button className="term" onPress={() => setOpen(true)}>
        {children ?? name}
      </Button>
      <Tooltip className="definition" placement="top" offset={6}>
        <strong>{name}</strong> {definition}
      </Tooltip>
    </TooltipTrigger>
  );
}
