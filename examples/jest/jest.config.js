/** @type {import("jest").Config} */
// oxlint-disable-next-line import/no-default-export -- Jest reads its configuration from one
export default {
  // Plain ES modules: nothing to compile.
  transform: {},
  // The second one counts this example's tests for the checkout's `npm test`; a project of yours needs none.
  reporters: ["default", "<rootDir>/../../tools/bootstrap/src/reporters/jest.mjs"],
};
