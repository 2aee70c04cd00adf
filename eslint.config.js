import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const shownAttributes = 'label|title|hint|help|note|lead|text|alt|placeholder|description|aria-label|aria-roledescription|aria-valuetext';
const words = ':matches(Literal[value=/[A-Za-z]/], TemplateLiteral:has(> TemplateElement[value.raw=/[A-Za-z]{2}/]))';
const inBraces = ['JSXExpressionContainer', 'JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression)'];
const shownText = [
  'JSXText[value=/[A-Za-z]/]',
  `JSXAttribute[name.name=/^(${shownAttributes})$/] > Literal[value=/[A-Za-z]/]`,
  ...inBraces.map((braces) => `JSXAttribute[name.name=/^(${shownAttributes})$/] > ${braces} > ${words}`),
  ...inBraces.map((braces) => `:matches(JSXElement, JSXFragment) > ${braces} > ${words}`),
  `Property[key.name=/^(${shownAttributes})$/] > ${words}`,
].map((selector) => ({ selector, message: 'Words of the studio lie in src/studio/text/.' }));

export default defineConfig(
  globalIgnores(['dist/', 'public/', 'test-results/', 'playwright-report/', '.cache/', '**/*.d.mts']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowArray: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `array[i]!` inside the bounds of a loop is how a numeric kernel tells `noUncheckedIndexedAccess` what it knows.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['src/studio/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat['recommended-latest']] },
  {
    files: ['src/studio/**/*.{ts,tsx}'],
    ignores: ['src/studio/text/**', '**/*.test.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...shownText] },
  },
  { files: ['src/cli/**', 'bin/**', 'tools/**', 'scripts/**', 'e2e/**', 'tests/faults/**'], rules: { 'no-console': 'off' } },
);
