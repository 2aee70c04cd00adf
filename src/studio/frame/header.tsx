import { text } from '../text';
import { HeaderActions } from './header-actions';
import { PlaceTabs } from './place-tabs';
import { SkipLink } from './skip-link';

export function Header() {
  return (
    <header className="page-head">
      <SkipLink />
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={22} height={22} />
      <h1>{text.frame.name}</h1>
      <PlaceTabs />
      <HeaderActions />
    </header>
  );
}
