import { createServer } from 'node:net'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import pg from 'pg'
import { findFreePort } from '../../bin/lib/ports.mjs'
import { runToEnd, temporaryFolder } from './support/start.js'

/** `npm start` with these settings must end in exactly this sentence and exit code 1, and quickly. */
test.group('npm start refuses', (group) => {
  let folder = ''
  group.each.setup(async (current) => {
    folder = await temporaryFolder(current)
  })

  test('a port that is taken', async ({ assert }, done) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', async () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? String(address.port) : ''
      const { code, output } = await runToEnd('bin/start.mjs', { PORT: port, VAR_DIR: folder })
      server.close(() => {
        assert.equal(
          output,
          `Port ${port} (web) is taken by another program: stop it, or set PORT to a free port.`
        )
        assert.equal(code, 1)
        done()
      })
    })
  }).waitForDone()

  test('a PORT that is none', async ({ assert }) => {
    const { code, output } = await runToEnd('bin/start.mjs', { PORT: 'http', VAR_DIR: folder })
    assert.equal(output, 'PORT must be a port number from 1 to 65535; it is "http".')
    assert.equal(code, 1)
  })

  test('a VAR_DIR that cannot be written', async ({ assert }) => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    const { code, output } = await runToEnd('bin/start.mjs', { VAR_DIR: file })
    assert.match(output, /^VAR_DIR \S+ cannot be written by this user \(\w+\): .*\.$/)
    assert.equal(code, 1)
  })

  test('a VAR_DIR that no file system lets anybody make', async ({ assert }) => {
    const { code, output } = await runToEnd('bin/start.mjs', { VAR_DIR: '/proc/nowhere/at/all' })
    assert.match(output, /^VAR_DIR \/proc\/nowhere\/at\/all cannot be written/)
    assert.equal(code, 1)
  })

  test('a database that nobody answers for', async ({ assert }) => {
    const settings = {
      VAR_DIR: folder,
      PORT: String(await findFreePort()),
      SANDBOX_PORT: String(await findFreePort()),
      SANDBOX_SMTP_PORT: String(await findFreePort()),
    }
    const { code, output } = await runToEnd('bin/start.mjs', {
      ...settings,
      DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x',
    })
    assert.match(output, /^Nothing answers at 127\.0\.0\.1:1, where DATABASE_URL points: .*\.$/m)
    assert.equal(code, 1)
  })

  test('production', async ({ assert }) => {
    const { code, output } = await runToEnd('bin/start.mjs', { NODE_ENV: 'production', VAR_DIR: folder })
    assert.match(output, /^"npm start" is for development and demonstration, and NODE_ENV is "production"/)
    assert.equal(code, 1)
  })

  test('a database that a newer version has migrated', async ({ assert }) => {
    const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await owner.connect()
    try {
      await owner.query(
        `insert into public.schema_migrations (name, "timestamp") values ('9999_from_the_future', 'x')`
      )
      const settings = {
        VAR_DIR: folder,
        PORT: String(await findFreePort()),
        SANDBOX_PORT: String(await findFreePort()),
        SANDBOX_SMTP_PORT: String(await findFreePort()),
        DATABASE_URL: process.env.DATABASE_URL!,
      }
      const { code, output } = await runToEnd('bin/start.mjs', settings)
      assert.match(
        output,
        /The database belongs to a newer version of this software \(it knows 9999_from_the_future\)/
      )
      assert.equal(code, 1)
    } finally {
      await owner.query(`delete from public.schema_migrations where name = '9999_from_the_future'`)
      await owner.end()
    }
  })
})
