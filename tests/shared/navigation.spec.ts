import { test } from '@japa/runner'
import { currentItem } from '../../inertia/layouts/navigation.js'

const menu = ['/', '/services', '/security', '/security-overview', '/staff', '/network']

test.group('Which entry of the menu is current', () => {
  const rows: [string, string | undefined][] = [
    ['/', '/'],
    ['/services', '/services'],
    ['/services/svc_1/change', '/services'],
    ['/security', '/security'],
    ['/security-overview', '/security-overview'],
    ['/staff-roles', '/staff'],
    ['/network/pools/pool_1', '/network'],
    ['/networks', undefined],
    ['/unknown', undefined],
  ]
  test('{0}')
    .with(rows)
    .run(({ assert }, [path, current]) => assert.equal(currentItem(path, menu), current))
})
