import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { prepareVarFolder } from '../../bin/lib/disk.mjs'
import { PostgresCluster } from '../../bin/lib/postgres_cluster.mjs'
import { asSuperuser, prepareDatabase } from '../../bin/lib/postgres_roles.mjs'
import { endProcess, isAlive } from '../../bin/lib/processes.mjs'
import { loadSecrets, type Secrets } from '../../bin/lib/secrets.mjs'
import { temporaryFolder } from './support/start.js'

test.group('The embedded PostgreSQL', (group) => {
  let folder = ''
  let secrets: Secrets
  let cluster: PostgresCluster

  const open = () =>
    new PostgresCluster({
      dataFolder: join(folder, 'postgres'),
      logFile: join(folder, 'log/postgres.log'),
      superuserPassword: secrets.databaseSuperuserPassword,
      settings: ['fsync=off'],
    })

  group.each.setup(async (current) => {
    folder = await temporaryFolder(current)
    prepareVarFolder(folder)
    secrets = loadSecrets(folder)
    cluster = open()
    current.cleanup(() => cluster.stop())
  })

  test('is made once, found while it runs, and its roles cannot pass row level security', async ({
    assert,
  }) => {
    const first = await cluster.start()
    assert.deepEqual(await open().start(), first)
    const target = { port: first.port, database: 'platform', secrets }
    const urls = await prepareDatabase(target)
    assert.deepEqual(await prepareDatabase(target), urls)
    const { rows } = await asSuperuser(target, (client) =>
      client.query(
        `select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname like 'platform%' order by 1`
      )
    )
    const weak = { rolsuper: false, rolbypassrls: false, rolcreaterole: false }
    assert.deepEqual(rows, [
      { rolname: 'platform_app', ...weak },
      { rolname: 'platform_owner', ...weak },
    ])
  })

  test('keeps what was committed through kill -9, and a stale lock file of another program', async ({
    assert,
  }) => {
    const first = await cluster.start()
    const target = { database: 'postgres', secrets }
    await asSuperuser({ ...target, port: first.port }, (client) =>
      client.query('create table kept as select 42 as answer')
    )
    await endProcess(first.process, 'SIGKILL', 60_000)
    const pidFile = [
      '' + process.pid,
      join(folder, 'postgres'),
      '1',
      '' + first.port,
      '',
      '127.0.0.1',
      '',
      'ready',
      '',
    ]
    await writeFile(join(folder, 'postgres/postmaster.pid'), pidFile.join('\n'))
    const second = await open().start()
    const { rows } = await asSuperuser({ ...target, port: second.port }, (client) =>
      client.query('select answer from kept')
    )
    assert.deepEqual(rows, [{ answer: 42 }])
    assert.isTrue(isAlive({ pid: process.pid, startedAt: '' }))
  })

  test('begins again where an earlier start was cut short', async ({ assert }) => {
    await mkdir(join(folder, 'postgres.partial-999999/base'), { recursive: true })
    await writeFile(join(folder, 'postgres.partial-999999.password'), 'x')
    await mkdir(join(folder, 'postgres'))
    await cluster.start()
    assert.notInclude((await readdir(folder)).join(), 'partial')
  })

  test('is not started on {what}')
    .with([
      {
        what: 'the data of another version',
        file: 'PG_VERSION',
        content: '15\n',
        says: /was made by PostgreSQL 15 and this version brings 18/,
      },
      {
        what: 'a folder that is no cluster',
        file: 'something',
        content: '',
        says: /is damaged \(PG_VERSION or global\/pg_control is missing\)/,
      },
    ])
    .run(async ({ assert }, { file, content, says }) => {
      await mkdir(join(folder, 'postgres'))
      await writeFile(join(folder, 'postgres', file), content)
      await assert.rejects(() => cluster.start(), says)
    })

  test('says what is wrong with a damaged cluster', async ({ assert }) => {
    await cluster.start()
    await cluster.stop()
    await rm(join(folder, 'postgres/pg_wal'), { recursive: true })
    await assert.rejects(() => cluster.start(), /is damaged \(.*pg_wal.*\): restore it from a backup/)
  })

  test('does not accept the passwords of another installation', async ({ assert }) => {
    const { port } = await cluster.start()
    await rm(join(folder, 'secrets.json'))
    await assert.rejects(
      () => prepareDatabase({ port, database: 'platform', secrets: loadSecrets(folder) }),
      /secrets\.json are not those of the database/
    )
  })
})
