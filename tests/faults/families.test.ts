import { testFamilies } from '../families/test-families';

/** The whole matrix, of which `tests/families` takes a third every day. */
testFamilies(() => true);
