import { err, ok } from '#app/shared/result'
import type { PanelGroups, PanelResult, PowerAction } from '#app/provisioning/drivers/contract'
import type { SynergycpApi } from '#app/provisioning/drivers/synergycp/api'
import type { SynergycpMachines } from '#app/provisioning/drivers/synergycp/machines'
import type { ScpPart, ScpPort, ScpServer, ScpUsage } from '#app/provisioning/drivers/synergycp/shapes'

const bitsPerGigabyte = 8_000_000_000
const words: Record<PowerAction, string> = {
  boot: 'on',
  shutdown: 'soft',
  restart: 'reset',
  poweroff: 'off',
}

type Changes = Pick<PanelGroups, 'power' | 'resize' | 'switchPorts'>

/** What can be changed of a machine that somebody has. Its hardware cannot. */
export function changesOf(api: SynergycpApi, machines: SynergycpMachines): Changes {
  return {
    power: {
      /** As the client, so that the panel itself refuses what a suspended one may not do. */
      async switchPower(reference, action) {
        const machine = await machines.find(reference)
        if (!machine.ok) return machine
        const controls = await api.list<{ id: number }>(`/server/${machine.value.id}/control`)
        if (!controls.ok) return controls
        const [control] = controls.value
        if (!control)
          return err({ type: 'refused', reason: 'unsupported', message: 'It has no remote control.' })
        const path = `/server/${machine.value.id}/control/${control.id}/command`
        const sent = await machines.asClient(machine.value, (key) =>
          api.call('POST', path, { key, body: { power: words[action] } })
        )
        return sent.ok ? ok() : asRefused(sent)
      },
    },
    resize: {
      async resizeServer(reference, spec) {
        if (spec.kind !== 'dedicated') return ok({ unchanged: [] })
        const machine = await machines.find(reference)
        if (!machine.ok) return machine
        const ports = await machines.portsOf(machine.value)
        if (!ports.ok) return ports
        const [port] = ports.value
        if (!port) return ok({ unchanged: ['The machine has no port that the panel knows of.'] })
        const speed = await setSpeed(api, { machine: machine.value, port, code: spec.portSpeed })
        if (!speed.ok) return speed
        const limit = await setTraffic(api, { machine: machine.value, port, trafficGb: spec.trafficGb })
        return limit.ok ? ok({ unchanged: [] }) : limit
      },
    },
    switchPorts: {
      async switchPort(reference, port, isOn) {
        const machine = await machines.find(reference)
        if (!machine.ok) return machine
        return powerPort(api, { machine: machine.value, port, isOn })
      },
    },
  }
}

export async function powerPort(
  api: SynergycpApi,
  { machine, port, isOn }: { machine: ScpServer; port: string; isOn: boolean }
): PanelResult<void> {
  const command = isOn ? 'power-on' : 'power-off'
  const sent = await api.call('POST', `/server/${machine.id}/port/${port}/command`, {
    body: { command, dry: false },
  })
  return sent.ok ? ok() : sent
}

async function setSpeed(
  api: SynergycpApi,
  { machine, port, code }: { machine: ScpServer; port: ScpPort; code: string }
): PanelResult<void> {
  const place = port.switch?.port
  if (!code || !port.switch || !place) return ok()
  const speeds = await api.list<ScpPart>('/port-speed')
  if (!speeds.ok) return speeds
  const speed = speeds.value.find(({ name, billing_id: billingId }) => billingId === code || name === code)
  if (!speed) return err({ type: 'misconfigured', message: `The panel has no port speed called "${code}".` })
  if (port.switch.speed?.id === speed.id) return ok()
  const set = await api.call('PATCH', `/switch/${port.switch.id}/port/${place.id}`, {
    body: { port_speed_id: speed.id },
  })
  if (!set.ok) return set
  const synced = await api.call('POST', `/server/${machine.id}/port/${port.id}/command`, {
    body: { command: 'sync-speed', dry: false },
  })
  return synced.ok ? ok() : synced
}

/** Counted in bits over there; without a limit there is none at all. */
async function setTraffic(
  api: SynergycpApi,
  { machine, port, trafficGb }: { machine: ScpServer; port: ScpPort; trafficGb: number }
): PanelResult<void> {
  const path = `/server/${machine.id}/port/${port.id}/bandwidth/usage`
  const usages = await api.list<ScpUsage>(path)
  if (!usages.ok) return usages
  const [usage] = usages.value
  const max = trafficGb * bitsPerGigabyte
  if ((usage?.max ?? 0) === max) return ok()
  if (!usage) {
    const added = await api.call('POST', path, { body: { max } })
    return added.ok ? ok() : added
  }
  const changed =
    max === 0
      ? await api.call('DELETE', `${path}/${usage.id}`)
      : await api.call('PATCH', `${path}/${usage.id}`, { body: { max } })
  return changed.ok ? ok() : changed
}

/** 403 here is about this machine or this address, not about our key: that one has proved its rights a moment before. */
export function asRefused<T>(result: Awaited<PanelResult<T>> & { ok: false }): Awaited<PanelResult<void>> {
  const { error } = result
  return error.type === 'misconfigured' && error.message.startsWith('Our key may not')
    ? err({ type: 'refused', reason: 'conflict', message: error.message })
    : err(error)
}
