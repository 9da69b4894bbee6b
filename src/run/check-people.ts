/** The people of one run of the checks: random, so that no learner code can have the answers written down. */
import { randomIdentifier, type RandomBytes } from "../base/random.ts";
import type { ExercisePerson } from "../exercise/exercise.ts";
import type { CheckPerson } from "../wire/referee.ts";
import type { RoleWords } from "./placeholders.ts";

export type CheckCast = {
  /** For the issuer: as in the exercise, with random ids, addresses and passwords. */
  readonly people: readonly ExercisePerson[];
  /** For the referee. */
  readonly checkPeople: readonly CheckPerson[];
  readonly words: RoleWords;
};

export function castChecks(people: readonly ExercisePerson[], random: RandomBytes): CheckCast {
  const cast = people.map((person) => ({
    ...person,
    id: `user_2${randomIdentifier(random, 26)}`,
    emailAddress: `${person.key}-${randomIdentifier(random, 8).toLowerCase()}+clerk_test@example.com`,
    password: randomIdentifier(random, 20),
    canary: `${person.key}-${randomIdentifier(random, 10)}`,
  }));
  return {
    people: cast.map(({ canary: _canary, ...person }) => person),
    checkPeople: cast.map(({ key, id, firstName, canary }) => ({ key, id, firstName, canary })),
    words: Object.fromEntries(cast.map(({ key, id, canary }) => [key, { id, canary }])),
  };
}
