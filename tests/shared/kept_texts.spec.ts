import { test } from '@japa/runner'
import { formatters } from '@adonisjs/i18n'
import app from '@adonisjs/core/services/app'
import { Edge } from 'edge.js'
import { keepIncludedParts } from '#app/shared/texts/kept_parts'
import { KeptPhrases } from '#app/shared/texts/kept_phrases'

test.group('Texts that are read once', () => {
  test('phrases read as the framework reads them, however often', async ({ assert }) => {
    const framework = (await formatters.icu().resolver(app))({} as never)
    const kept = new KeptPhrases()
    const cases: [string, object?][] = [
      ['Your invoice'],
      ['Ihre Rechnung {reference} über {amount}', { reference: 'R-1', amount: '5 €' }],
      ["It''s {name}’s", { name: "O'Hara" }],
      ["A quoted '{'brace'}'"],
      ['{count, plural, one {# server} other {# servers}}', { count: 1234 }],
      ['{when, date, long}', { when: new Date('2026-03-01T12:00:00Z') }],
      ['<b>{name}</b> & more', { name: '<i>' }],
    ]
    for (const locale of ['en', 'de', 'en'])
      for (const [phrase, values] of cases)
        assert.equal(kept.format(phrase, locale, values as never), framework.format(phrase, locale, values as never), phrase)
    assert.throws(() => kept.format('{missing} it', 'en'))
  }) // prettier-ignore

  test('an included part is made once; one that reads variables of its place is made for each', async ({ assert }) => {
    const engine = new Edge({ cache: true })
    engine.registerTemplate('part', { template: 'Dear {{ name }}' })
    engine.registerTemplate('line', { template: '{{ each }},' })
    engine.registerTemplate('plain', { template: `@include('part')\n@include('part')` })
    engine.registerTemplate('loop', { template: `@each(each in list)\n@include('line')\n@end` })
    const { asyncCompiler } = engine
    const read = asyncCompiler.tokenize.bind(asyncCompiler)
    const made: string[] = []
    asyncCompiler.tokenize = (path, parser) => {
      made.push(path)
      return read(path, parser)
    }
    keepIncludedParts(engine)
    for (const name of ['Ada', 'Grace'])
      assert.equal(await engine.render('plain', { name }), `Dear ${name}\nDear ${name}`)
    assert.lengthOf(made, 2)
    const lines = await engine.render('loop', { list: ['a', 'b'] })
    assert.equal(lines.replaceAll(/\s/g, ''), 'a,b,')
  }) // prettier-ignore
})
