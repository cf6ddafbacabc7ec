import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { neverCreated, lapsedAtGateway } from '#app/payments/actions/record_gateway_failure'
import { neverMade } from '#app/payments/actions/refresh_refund'
import { issueRules } from '#app/payments/drivers/paypal/issues'
import { paymentDrivers } from '#app/payments/drivers/registry'
import { declineRules } from '#app/payments/drivers/stripe/declines'
import { failureUnknown, refundFailures } from '#app/payments/drivers/stripe/refunds'

type Tree = { [key: string]: Tree | string }
const texts = (locale: string) =>
  JSON.parse(readFileSync(`resources/lang/${locale}/gateways.json`, 'utf8')) as Tree

function find(tree: Tree, path: string): string | null {
  const found = path
    .split('.')
    .reduce<Tree | string | undefined>((at, key) => (typeof at === 'object' ? at[key] : undefined), tree)
  return typeof found === 'string' && found !== '' ? found : null
}

test.group('Forms of payment drivers', () => {
  test('every field of {name} says what it is and where it is found, in both languages')
    .with(paymentDrivers.map(({ name, settingsForm }) => ({ name, settingsForm })))
    .run(({ assert }, { name, settingsForm }) => {
      const wanted = settingsForm.flatMap((field) => [
        `fields.${name}.${field.name}.label`,
        `fields.${name}.${field.name}.help`,
        ...(field.choices ?? []).map((choice) => `fields.${name}.${field.name}.choices.${choice}`),
      ])
      for (const locale of ['en', 'de'])
        assert.deepEqual(
          [`drivers.${name}`, ...wanted].filter((path) => find(texts(locale), path) === null),
          [],
          locale
        )
    })

  test('what {name} finds wrong is said in both languages, beside a field of its form')
    .with(paymentDrivers.map((driver) => ({ name: driver.name, driver })))
    .run(({ assert }, { driver }) => {
      const wrong = Object.fromEntries(driver.settingsForm.map(({ name }) => [name, '%']))
      const complaints = driver.checkSettings({ id: 'g', config: wrong, secrets: wrong })
      assert.isNotEmpty(complaints)
      for (const { field, type } of complaints) {
        assert.isTrue(field === null || driver.settingsForm.some(({ name }) => name === field), String(field))
        for (const locale of ['en', 'de']) assert.isNotNull(find(texts(locale), `complaints.${type}`), type)
      }
    })
})

/** Sentences of drivers that stand in no table. */
const single = ['btcpay/translate.ts', 'coinbase/translate.ts', 'stripe/failures.ts'].flatMap((file) =>
  [...readFileSync(`app/payments/drivers/${file}`, 'utf8').matchAll(/^ {2,4}message: '([^']+)',$/gm)].map(
    ([, sentence]) => sentence!
  )
)

test.group('Why a payment was refused', () => {
  test('is said in both languages, and kept in English', ({ assert }) => {
    const lapsed = lapsedAtGateway.type === 'declined' ? lapsedAtGateway.decline.message : ''
    const tables = [declineRules, issueRules].flatMap((rules) => Object.values(rules))
    const unmade = neverMade.type === 'declined' ? neverMade.decline.message : ''
    const ofRefunds = [...Object.values(refundFailures), failureUnknown, unmade]
    const ofPayments = [...tables.map(({ message }) => message), neverCreated.message, lapsed]
    const said = [...ofPayments, ...ofRefunds, ...single]
    const read = (locale: string) =>
      JSON.parse(readFileSync(`resources/lang/${locale}/declines.json`, 'utf8')) as Record<string, string>
    const [english, german] = [read('en'), read('de')]
    assert.isAbove(single.length, 2)
    for (const sentence of new Set(said)) {
      const key = sentence
        .toLowerCase()
        .match(/[a-z]+/g)!
        .slice(0, 5)
        .join('_')
      assert.equal(english[key], sentence)
      assert.isString(german[key], sentence)
    }
  })
})
