import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { paymentDrivers } from '#app/payments/drivers/registry'
import { filesBelow, root } from '#tests/architecture/source_tree'

const drivers = 'app/payments/drivers'
/** The browser's half: one folder and one line as well, for gateways with a form within our page. */
const forms = 'inertia/components/payments/drivers'
/** Networks and wallets are words of methods, not of gateways. */
const words = ['inertia/components/payments/card_text.vue']

/** A new gateway is one folder plus one line: whatever else asked for one by its name would have to be changed for it. */
test.group('Payment gateways', () => {
  test('are one folder and one line in the registry each, with a spec of the conformance suite', ({ assert }) => {
    const folders = readdirSync(join(root, drivers), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    assert.sameMembers(folders, paymentDrivers.map(({ name }) => name))
    const unproven = folders.filter(
      (name) => !readFileSync(join(root, `tests/payments/drivers/${name}.spec.ts`), 'utf8').includes('paymentDriverSuite(')
    )
    assert.deepEqual(unproven, [])
  })

  test('are named nowhere outside of their folders', ({ assert }) => {
    const names = paymentDrivers.flatMap(({ name, title }) => [name, title])
    const named = new RegExp(`['"](${names.join('|')})['"]|#app/payments/drivers/(${paymentDrivers.map(({ name }) => name).join('|')})/`)
    const shipped = [...filesBelow('app'), ...filesBelow('start'), ...filesBelow('config'), ...filesBelow('inertia', ['.ts', '.vue'])]
    const found = shipped
      .filter(({ path }) => !path.startsWith(`${drivers}/`) && !path.startsWith(`${forms}/`) && !words.includes(path))
      .flatMap(({ path, lines }) => lines.flatMap((line, index) => (named.test(line) ? [`${path}:${index + 1}`] : [])))
    assert.deepEqual(found, [])
  })
}) // prettier-ignore
