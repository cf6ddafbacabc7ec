import { test } from '@japa/runner'
import { hostCookieName, readHostCookie } from '../../inertia/host_cookie.js'

test.group('A cookie that pages read', () => {
  test('{cookies}: the mark is {mark}, of {name}')
    .with([
      { cookies: '', mark: null, name: 'XSRF-TOKEN' },
      { cookies: 'XSRF-TOKEN=plain', mark: 'plain', name: 'XSRF-TOKEN' },
      { cookies: '__Host-XSRF-TOKEN=ours', mark: 'ours', name: '__Host-XSRF-TOKEN' },
      { cookies: 'XSRF-TOKEN=planted; __Host-XSRF-TOKEN=ours', mark: 'ours', name: '__Host-XSRF-TOKEN' },
      { cookies: '__Host-XSRF-TOKEN=ours; XSRF-TOKEN=planted', mark: 'ours', name: '__Host-XSRF-TOKEN' },
      { cookies: 'OLD-XSRF-TOKEN=other; a=1', mark: null, name: 'XSRF-TOKEN' },
      { cookies: 'a=1; XSRF-TOKEN=e%3A+b%3D=', mark: 'e%3A+b%3D=', name: 'XSRF-TOKEN' },
    ])
    .run(({ assert }, { cookies, mark, name }) => {
      assert.equal(readHostCookie('XSRF-TOKEN', cookies), mark)
      assert.equal(hostCookieName('XSRF-TOKEN', cookies), name)
    })
})
