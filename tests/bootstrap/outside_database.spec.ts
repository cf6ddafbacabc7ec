import { test } from '@japa/runner'
import { checkOutsideDatabase } from '../../bin/lib/outside_database.mjs'

const reachable = () => new URL(process.env.DATABASE_URL!)

function changed(change: (url: URL) => void): string {
  const url = reachable()
  change(url)
  return url.href
}

test.group('A PostgreSQL of the operator', () => {
  test('is used when it answers', async () => {
    await checkOutsideDatabase(reachable().href)
  })

  test('is refused: {what}')
    .with([
      {
        what: 'nothing listens',
        change: (url: URL) => (url.port = '1'),
        says: /^Nothing answers at 127\.0\.0\.1:1,/,
      },
      {
        what: 'unknown host',
        change: (url: URL) => (url.hostname = 'no.such.invalid'),
        says: /no\.such\.invalid/,
      },
      {
        what: 'wrong password',
        change: (url: URL) => (url.password = 'wrong'),
        says: /refuses the password of the user/,
      },
      {
        what: 'no such database',
        change: (url: URL) => (url.pathname = '/nowhere'),
        says: /There is no database "nowhere"/,
      },
    ])
    .run(async ({ assert }, { change, says }) => {
      await assert.rejects(() => checkOutsideDatabase(changed(change)), says)
    })
})
