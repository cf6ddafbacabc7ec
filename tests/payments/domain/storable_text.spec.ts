import { test } from '@japa/runner'
import { toStorableJson, toStorableText } from '#app/payments/domain/storable_text'

test.group('What a gateway sends and no column holds', () => {
  test('{what} is kept as {kept}')
    .with([
      { what: 'an ordinary name', value: 'Zoë 🎉', kept: '"Zoë 🎉"' },
      { what: 'a zero character', value: 'a\0b', kept: '"a\ufffdb"' },
      { what: 'half of a pair', value: 'a\ud83cb', kept: '"a\ufffdb"' },
      { what: 'the other half', value: 'a\udf89b', kept: '"a\ufffdb"' },
      { what: 'the letters of an escape', value: 'a\\u0000b', kept: '"a\\\\u0000b"' },
      { what: 'a backslash before a zero character', value: 'a\\\0b', kept: '"a\\\\\ufffdb"' },
      { what: 'another control character', value: 'a\u0001b', kept: '"a\\u0001b"' },
      { what: 'a key', value: { 'a\0': [1, null, '\ud800'] }, kept: '{"a\ufffd":[1,null,"\ufffd"]}' },
    ])
    .run(({ assert }, { value, kept }) => {
      assert.equal(toStorableJson(value), kept)
      if (typeof value === 'string') assert.equal(JSON.stringify(toStorableText(value)), kept)
    })
})
