import vine from '@vinejs/vine'
import type {
  HostedDomain,
  ServerHardware,
  TrafficGraph,
  UsageMeasure,
} from '#app/provisioning/drivers/contract'
import { usageNames } from '#app/provisioning/drivers/shapes'

export function showDomain({ name, isPrimary, website }: HostedDomain) {
  return { name, is_primary: isPrimary, website }
}

export const domainShape = vine.create({
  name: vine.string(),
  is_primary: vine.boolean(),
  website: vine.string(),
})

export function showUsage({ name, used, limit, unit, period }: UsageMeasure) {
  return { name, used, limit, unit, starts_at: period?.startsAt ?? null, ends_at: period?.endsAt ?? null }
}

export const usageShape = vine.create({
  name: vine.enum(usageNames),
  used: vine.number(),
  limit: vine.number().nullable(),
  unit: vine.enum(['bytes', 'percent', 'count', 'seconds'] as const),
  starts_at: vine.string().nullable(),
  ends_at: vine.string().nullable(),
})

export function showHardware({ machine, location, cpu, memory, disks, addOns, ports }: ServerHardware) {
  return {
    machine,
    location,
    cpu,
    memory,
    disks,
    add_ons: addOns,
    ports: ports.map(({ reference, name, mac, speed, isOn }) => ({
      id: reference,
      name,
      mac,
      speed,
      is_on: isOn,
    })),
  }
}

export const hardwareShape = vine.create({
  machine: vine.string(),
  location: vine.string(),
  cpu: vine.string(),
  memory: vine.string(),
  disks: vine.array(vine.string()),
  add_ons: vine.array(vine.string()),
  ports: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      mac: vine.string(),
      speed: vine.string(),
      is_on: vine.boolean().nullable(),
    })
  ),
})

export function showTraffic({ startsAt, endsAt, inBps, outBps, percentile95 }: TrafficGraph) {
  return {
    starts_at: startsAt,
    ends_at: endsAt,
    in_bps: inBps,
    out_bps: outBps,
    percentile_95: { in_bps: percentile95.inBps, out_bps: percentile95.outBps },
  }
}

export const trafficGraphShape = vine.create({
  starts_at: vine.string(),
  ends_at: vine.string(),
  in_bps: vine.array(vine.number()),
  out_bps: vine.array(vine.number()),
  percentile_95: vine.object({ in_bps: vine.number().nullable(), out_bps: vine.number().nullable() }),
})
