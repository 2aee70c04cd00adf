import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

interface MoreProps {
  readonly title: string;
  readonly isOpenAtFirst?: boolean;
  readonly children: ReactNode;
}

/** Something that is there when one asks for it. */
export function More({ title, isOpenAtFirst = false, children }: MoreProps) {
  return (
    <Disclosure className="more" defaultExpanded={isOpenAtFirst}>
      <Heading level={4}>
        <Button slot="trigger" className="more-button">
          <span aria-hidden="true" className="chevron" />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className="more-content">{children}</DisclosurePanel>
    </Disclosure>
  );
}
