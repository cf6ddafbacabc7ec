import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { SignIn } from '#app/identity/actions/sign_in'
import { SignUp } from '#app/customers/index'
import { as, createTenant } from '#tests/support/tenants'

/** A build looks whether one kind plainly takes longer; `npm run timing` measures as an attacker would. */
const tries = Number(process.env.TEST_TIMING ?? 16)
const isNightly = process.env.TEST_TIMING !== undefined
/** Wrong ones that nobody waits for (`domain/guesses.ts`). */
const perAccount = 4

/** How far from chance it is that one sample tends to be larger than the other (Mann–Whitney, normal approximation). */
function rankDistance(first: number[], second: number[]): number {
  const wins = first.reduce(
    (all, one) => all + second.reduce((sum, other) => sum + (one > other ? 1 : one === other ? 0.5 : 0), 0),
    0
  )
  const pairs = first.length * second.length
  return (wins - pairs / 2) / Math.sqrt((pairs * (first.length + second.length + 1)) / 12)
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

test.group('Wrong passwords', () => {
  test('take as long for addresses that nobody has', async ({ assert }) => {
    const tenant = await createTenant()
    const [signUp, signIn] = [await app.container.make(SignUp), await app.container.make(SignIn)]
    for (let index = 0; index < Math.ceil(tries / perAccount); index += 1) {
      const person = { email: `known-${index}@example.test`, password: 'correct horse battery', name: 'Ada', currency: 'EUR', locale: 'en' } // prettier-ignore
      await as(tenant, () => signUp.execute(person))
    }
    const took = { known: [] as number[], unknown: [] as number[] }
    // The first tries make what all others share.
    for (let index = -2; index < tries * 2; index += 1) {
      // In pairs that are turned round each time, so that whatever else slows the machine down slows both kinds.
      const kind = [0, 3].includes(((index % 4) + 4) % 4) ? 'known' : 'unknown'
      const place = Math.floor(Math.max(0, index) / 2 / perAccount)
      const startedAt = performance.now()
      const result = await as(tenant, () =>
        signIn.execute({
          email: index < 0 ? 'first@example.test' : `${kind}-${place}@example.test`,
          password: 'a wrong password',
          kind: 'customer',
          staffSecondFactor: 'required',
          rpId: 'example.test',
          browserMark: null,
          ip: `198.18.${place % 250}.7`,
          userAgent: null,
        })
      )
      assert.equal(result.ok ? 'in' : result.error.type, 'credentials_refused')
      if (index >= 0) took[kind].push(performance.now() - startedAt)
    }
    const distance = rankDistance(took.known, took.unknown)
    const said = `z = ${distance.toFixed(2)}, medians ${median(took.known).toFixed(2)} and ${median(took.unknown).toFixed(2)} ms of ${tries} tries each`
    if (isNightly) console.log(said)
    // Chance alone goes further in one night of a thousand; a build finds what is plain.
    assert.isBelow(Math.abs(distance), isNightly ? 3.3 : 4.5, said)
  }).timeout(1_200_000)
})
