import { Button } from 'react-aria-components';
import { text } from '../text';
import { useView } from '../url-state/view-store';

/** The place before an analysis: what it needs, and the way there. */
export function NothingYet() {
  const go = useView((state) => state.go);
  return (
    <div className="panel nothing-yet">
      <p>{text.frame.nothingToPrune}</p>
      <Button className="button" onPress={() => go('analysis')}>
        {text.frame.goTo(text.frame.places.analysis.title)}
      </Button>
    </div>
  );
}
