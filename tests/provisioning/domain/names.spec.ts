import { test } from '@japa/runner'
import { isHostname } from '#app/catalogue/index'
import { makeBackupBody, makeDatabaseBody } from '#app/provisioning/http/validators/care_validators'
import { renameServiceBody } from '#app/provisioning/http/validators/provisioning_validators'

/** One sign of each general category of Unicode that can be written at all. */
const signs: [category: string, sign: string][] = [
  ['Lu', 'Ä'], ['Ll', 'ß'], ['Lt', 'ǅ'], ['Lm', 'ʰ'], ['Lo', '日'], ['Mn', '\u0301'], ['Mc', '\u0903'], ['Me', '\u20DD'],
  ['Nd', '٣'], ['Nl', 'Ⅷ'], ['No', '²'], ['Pc', '‿'], ['Pd', '–'], ['Ps', '⟨'], ['Pe', '⟩'], ['Pi', '«'], ['Pf', '»'], ['Po', '。'],
  ['Sm', '∑'], ['Sc', '€'], ['Sk', '´'], ['So', '💻'], ['Zs', '\u00A0'], ['Zl', '\u2028'], ['Zp', '\u2029'], ['Cc', '\u0007'],
  ['Cf', '\u202E'], ['Co', '\uE000'],
] // prettier-ignore

test.group('Names that people give', () => {
  test('a host name takes no sign beyond letters a to z, digits, hyphens and dots, of any category of Unicode', ({
    assert,
  }) => {
    for (const [category, sign] of signs) {
      assert.match(sign, new RegExp(`^\\p{${category}}$`, 'u'), `the example of ${category}`)
      for (const name of [`web${sign}1`, `${sign}web`, `web${sign}`, `web.${sign}.example`])
        assert.isFalse(isHostname(name), `${category}: ${JSON.stringify(name)}`)
    }
    for (const name of ['', '.', '-a', 'a-', 'a..b', 'a b', `${'a'.repeat(64)}.example`, 'a_b.example'])
      assert.isFalse(isHostname(name), name)
    for (const name of ['web1', 'web-1.example.org', 'xn--bcher-kva.example'])
      assert.isTrue(isHostname(name), name)
  })

  test('a database takes small letters, digits and underscores; a backup any text of one line', async ({
    assert,
  }) => {
    const takes = async (body: { validate(data: unknown): Promise<unknown> }, name: unknown) =>
      body.validate({ name }).then(
        () => true,
        () => false
      )
    for (const [category, sign] of signs) {
      assert.isFalse(await takes(makeDatabaseBody, `a${sign}b`), category)
      assert.equal(
        await takes(makeBackupBody, `Before ${sign} update`),
        !['Cc', 'Zl', 'Zp'].includes(category),
        category
      )
    }
    for (const name of ['Upper', '1st', "a';drop table x", 'a`b', '../a', 'x'.repeat(41), '', 7, null])
      assert.isFalse(await takes(makeDatabaseBody, name), String(name))
    for (const name of ['x'.repeat(101), '', '   ', 'a\nb', 7, null, {}])
      assert.isFalse(await takes(makeBackupBody, name), String(name))
    assert.isFalse(
      await takes(
        { validate: (data) => renameServiceBody.validate({ hostname: (data as { name: unknown }).name }) },
        'a'.repeat(254)
      )
    )
  })
})
