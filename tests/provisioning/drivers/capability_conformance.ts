import { readAddress } from '#app/network/index'
import { test } from '@japa/runner'
import { belongingTests } from '#tests/provisioning/drivers/belonging_conformance'
import { openLine, outcomeOf, type PanelSubject } from '#tests/provisioning/drivers/conformance_line'

/** What a driver declares has to work: one test for each capability, and none for those that it does not declare. */
export function capabilityTests(
  { capabilities, powerActions }: PanelSubject['driver'],
  subject: () => PanelSubject
): void {
  const line = () => openLine(subject())

  if (capabilities.capacity) {
    test('room is reported, and a full panel has none and refuses', async ({ assert }) => {
      const { panel, order, call } = await line()
      const read = () => call(() => panel.capacity!.readCapacity([subject().spec]))
      const open = await read()
      assert.equal(outcomeOf(open), 'ok')
      const { fillUp } = subject()
      if (!fillUp) return
      await fillUp()
      const full = await read()
      assert.isTrue(full.ok && full.value.machines.every((machine) => (machine.memoryMb ?? 0) === 0))
      assert.isTrue(full.ok && Object.values(full.value.stock ?? {}).every((free) => free === 0))
      const refused = await call(() => panel.createServer(order))
      assert.equal(!refused.ok && refused.error.type === 'refused' && refused.error.reason, 'no_capacity')
      assert.deepEqual(await subject().servers(), [])
    })
  }

  if (capabilities.installation) {
    test('a half-made server can be finished, or removed', async ({ assert }) => {
      const { panel, order, orderOf, call, create, install, until, gone } = await line()
      const [first, second] = [await create(order), await create(orderOf())]
      const reserved = await call(() => panel.observeServer(first.reference))
      assert.equal(reserved.ok && reserved.value.state, 'reserved')
      assert.equal((await install(first.reference))?.ok, true)
      await until(first.reference, (server) => server.state === 'running')
      await call(() => panel.removeServer(second.reference))
      await gone(second.reference)
      assert.lengthOf(await subject().servers(), 1)
    })
  }

  test('a build that fails is reported as failed', async ({ assert }) => {
    const { create, install, until } = await line()
    const { failBuilds } = subject()
    if (!failBuilds) return
    await failBuilds()
    const { reference } = await create()
    await install(reference)
    const server = await until(reference, (candidate) => !candidate.isBusy)
    assert.equal(server.state, 'build_failed')
  })

  if (capabilities.power) {
    test('every declared way of switching does what it says', async ({ assert }) => {
      const { panel, call, running, until } = await line()
      const reference = await running()
      for (const action of powerActions) {
        assert.equal(outcomeOf(await call(() => panel.power!.switchPower(reference, action))), 'ok', action)
        const server = await until(
          reference,
          (candidate) => !candidate.isBusy && isAfter(candidate.power, action)
        )
        assert.isTrue(isAfter(server.power, action), `${action}: ${server.power}`)
      }
    })
  }

  if (capabilities.passwordReset) {
    test('a password is set anew, and its work ends', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      const { passwordReset } = panel
      const server = await call(() => panel.observeServer(reference))
      const user = server.ok ? server.value.adminUser : ''
      const wish = { user, password: 'Warm4Orchard9Window' }
      const reset = await call(() => passwordReset!.resetPassword(reference, wish))
      assert.isTrue(reset.ok && reset.value.password.length >= 8)
      const work = reset.ok ? reset.value.work : null
      for (let looks = 0; work && looks < 2_000; looks += 1) {
        const state = await call(() => passwordReset!.readWork(work))
        if (state.ok && state.value !== 'running') return assert.equal(state.value, 'done')
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
    })
  }

  if (capabilities.rebuild) {
    test('another system can be installed, and an unknown one is a mistake of settings', async ({
      assert,
    }) => {
      const { panel, call, buildOf, running, until } = await line()
      const reference = await running()
      const { rebuild } = panel
      const other = subject().otherTemplate ?? subject().spec.template ?? ''
      const templates = await call(() => rebuild!.listTemplates(reference))
      assert.isTrue(templates.ok && templates.value.some((template) => template.name === other))
      assert.equal(outcomeOf(await call(() => rebuild!.rebuildServer(reference, buildOf(other)))), 'ok')
      await until(reference, (server) => server.state === 'running' && !server.isBusy)
      const unknown = await call(() => rebuild!.rebuildServer(reference, buildOf('Plan 9')))
      assert.equal(outcomeOf(unknown), 'misconfigured')
    })
  }

  if (capabilities.resize) {
    test('a size is changed, and again without harm', async ({ assert }) => {
      const { panel, call, running, until } = await line()
      const reference = await running()
      const larger = subject().largerSpec ?? subject().spec
      for (let times = 0; times < 2; times += 1) {
        assert.equal(outcomeOf(await call(() => panel.resize!.resizeServer(reference, larger))), 'ok')
        await until(reference, (server) => !server.isBusy)
      }
    })
  }

  if (capabilities.extraAddresses) {
    test('addresses are added and taken away again', async ({ assert }) => {
      const { panel, call, running, until } = await line()
      const reference = await running()
      for (const count of [3, 3, 1]) {
        assert.equal(outcomeOf(await call(() => panel.extraAddresses!.setIpv4Count(reference, count))), 'ok')
        const server = await until(reference, (candidate) => !candidate.isBusy)
        assert.lengthOf(server.addresses.filter(({ family }) => family === 4), count) // prettier-ignore
      }
    })
  }

  if (capabilities.reverseNames) {
    test('an address points back to a name, and one of another server is refused', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      const address = await firstAddress(await call(() => panel.observeServer(reference)))
      for (const name of ['mail.example.test', null]) {
        const entry = { address, name }
        assert.equal(outcomeOf(await call(() => panel.reverseNames!.setReverseName(reference, entry))), 'ok')
        const server = await call(() => panel.observeServer(reference))
        const own = server.ok && server.value.addresses.find((candidate) => candidate.address === address)
        assert.equal((own && own.reverseName) ?? null, name)
      }
      const foreign = { address: '192.0.2.250', name: 'evil.example.test' }
      const refused = await call(() => panel.reverseNames!.setReverseName(reference, foreign))
      assert.equal(outcomeOf(refused), 'refused')
    })
  }

  if (capabilities.blockNames) {
    test('each address of a network of the server points back to a name', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      const seen = await call(() => panel.observeServer(reference))
      const networks = seen.ok ? seen.value.addresses.filter(({ block }) => block !== undefined) : []
      const newer = networks.find(({ family }) => family === 6)!
      // In the one form in which everything else names it.
      const address = readAddress(`${newer.address.replace(/::.*$/, '')}::25`)!
      for (const name of ['mail.example.test', null]) {
        const entry = { address, name }
        assert.equal(outcomeOf(await call(() => panel.reverseNames!.setReverseName(reference, entry))), 'ok')
        const server = await call(() => panel.observeServer(reference))
        const own = server.ok ? server.value.addresses.find((each) => each.address === newer.address) : null
        assert.deepEqual(own?.names, name ? [{ address, name }] : [])
      }
    })
  }

  if (capabilities.backups) {
    test('regular copies are begun and ended, each repeatably', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      for (const [act, expected] of [
        [() => panel.backups!.startBackups(reference), true],
        [() => panel.backups!.stopBackups(reference), false],
      ] as const) {
        assert.equal(outcomeOf(await call(act)), 'ok')
        assert.equal(outcomeOf(await call(act)), 'ok')
        assert.equal((await subject().servers())[0]!.hasBackups, expected)
      }
    })
  }

  belongingTests({ capabilities }, subject)
}

/** A panel that cannot say whether a machine runs contradicts nothing. */
function isAfter(power: string, action: string): boolean {
  if (power === 'unknown') return true
  return action === 'poweroff' || action === 'shutdown' ? power === 'stopped' : power === 'running'
}

async function firstAddress(server: {
  ok: boolean
  value?: { addresses: { family: number; address: string }[] }
}) {
  const own = server.value?.addresses.find(({ family }) => family === 4)
  if (!own) throw new Error('The server has no address')
  return own.address
}
