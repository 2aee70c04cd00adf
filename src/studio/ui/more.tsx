import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

/** Something that is there when one asks for it. */
export function More({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Disclosure className="more">
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
