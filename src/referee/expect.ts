/** `expect` as check authors know it from vitest, put together from vitest's own parts without its Node worker. */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  getState,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
  type ExpectStatic,
} from "@vitest/expect";

/** Makes the one `expect` of the realm and registers it where the matchers look for it. */
export function createExpect(): ExpectStatic {
  chai.use(JestExtend);
  chai.use(JestChaiExpect);
  chai.use(JestAsymmetricMatchers);
  const expect = ((value: unknown, message?: string) =>
    chai.expect(value, message)) as unknown as ExpectStatic;
  const registry = globalThis as unknown as Record<symbol, object>;
  Object.assign(expect, chai.expect, registry[ASYMMETRIC_MATCHERS_OBJECT]);
  registry[GLOBAL_EXPECT] = expect;
  expect.getState = () => getState(expect);
  expect.setState = (state) => setState(state, expect);
  setState(
    {
      assertionCalls: 0,
      isExpectingAssertions: false,
      isExpectingAssertionsError: null,
      expectedAssertionsNumber: null,
      expectedAssertionsNumberErrorGen: null,
    },
    expect,
  );
  return expect;
}
