import { test } from '@japa/runner'
import { countryOf } from '#app/identity/queries/country_of'

test.group('The country of a network address', () => {
  test('{ip} is {country}')
    .with([
      { ip: '193.0.6.139', country: 'NL' },
      { ip: '::ffff:193.0.6.139', country: 'NL' },
      { ip: '2a01:4f8::1', country: 'DE' },
      { ip: '8.8.8.8', country: 'US' },
      { ip: '127.0.0.1', country: null },
      { ip: '10.0.0.7', country: null },
      { ip: 'fd00::1', country: null },
      { ip: '192.0.2.1', country: null },
      { ip: 'nonsense', country: null },
      { ip: null, country: null },
    ])
    .run(({ assert }, { ip, country }) => assert.equal(countryOf(ip), country))
})
