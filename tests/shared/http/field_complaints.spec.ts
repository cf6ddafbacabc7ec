import { readdirSync, readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

/** Rules of our own name their complaint (`field.report('…', 'network', field)`): without words for it people read the English of the source. */
test('every rule of our own has words for its complaint in each language', ({ assert }) => {
  const sources = readdirSync(app.makePath('app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(app.makePath('app', name), 'utf8'))
  const rules = sources.flatMap((text) =>
    [...text.matchAll(/\.report\(\s*'[^']+',\s*'(\w+)'/g)].map(([, rule]) => rule!)
  )
  assert.includeMembers(rules, ['country', 'redirect_uri', 'network'])
  for (const language of ['en', 'de']) {
    const file = readFileSync(app.makePath(`resources/lang/${language}/validator.json`), 'utf8')
    const known = Object.keys(JSON.parse(file).shared.messages)
    assert.deepEqual(
      rules.filter((rule) => !known.includes(rule)),
      [],
      language
    )
  }
})
