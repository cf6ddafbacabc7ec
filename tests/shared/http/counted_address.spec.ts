import { test } from '@japa/runner'
import { countedAddress, networkOf } from '#app/shared/http/counted_address'

test.group('Where tries are counted', () => {
  for (const [ip, network, counted] of [
    ['192.0.2.7', '192.0.2', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0', '2001:db8:0:0'],
    ['::1', '0:0:0:0', '0:0:0:0'],
  ] as const) {
    test(`${ip} is in ${network} and counts as ${counted}`, ({ assert }) =>
      assert.deepEqual([networkOf(ip), countedAddress(ip)], [network, counted]))
  }
})
