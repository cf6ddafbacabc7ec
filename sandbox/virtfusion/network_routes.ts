/** Extra addresses and traffic of a server. */
import { blockOf, isIpv4 } from './addresses.ts'
import type { Panel } from './panel.ts'
import { currentPeriod } from './present_server.ts'
import type { ServerRecord } from './records.ts'
import { notFound, Refusal } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { validate, type Rules } from './validation.ts'

const IP_RULES: Rules = { ip: { type: 'strings', required: true, min: 1, max: 256 } }
const MONTHS_SHOWN_MAX = 25
/** What a demo server moves, so that its figures are neither zero nor absurd. */
const DEMO_BYTES_PER_SECOND = 24_000

export function registerNetworkRoutes(router: Router): void {
  router.on('POST', '/servers/:id/ipv4Qty', addAddressesByCount)
  router.on('POST', '/servers/:id/ipv4', addAddresses)
  router.on('DELETE', '/servers/:id/ipv4', removeAddresses)
  router.on('GET', '/servers/:id/traffic', (panel, call) => ({
    status: 200,
    body: { data: { monthly: monthlyTraffic(panel.findServer(call.params.id), panel.now()) } },
  }))
  registerTrafficBlockRoutes(router)
}

function registerTrafficBlockRoutes(router: Router): void {
  router.on('POST', '/servers/:id/traffic/blocks', (panel, call) => {
    const server = panel.findServer(call.params.id)
    const fields = validate(call.body, {
      month: { type: 'int', required: true, min: 1, max: MONTHS_SHOWN_MAX },
      amount: { type: 'int', required: true, min: 1, max: 999_999_999 },
    })
    const block = {
      id: panel.nextId('traffic_block'),
      month: Number(fields.month),
      amountGb: Number(fields.amount),
      addedAt: panel.stamp(),
    }
    panel.saveServer({ ...server, trafficBlocks: [...server.trafficBlocks, block] })
    return { status: 201 }
  })
  router.on('GET', '/servers/:id/traffic/blocks', (panel, call) => {
    const server = panel.findServer(call.params.id)
    return { status: 200, body: { data: presentTrafficBlocks(server, panel.now()) } }
  })
  router.on('DELETE', '/servers/:id/traffic/blocks/:block', (panel, call) => {
    const server = panel.findServer(call.params.id)
    const left = server.trafficBlocks.filter((block) => String(block.id) !== call.params.block)
    if (left.length === server.trafficBlocks.length) throw notFound('traffic block not found')
    panel.saveServer({ ...server, trafficBlocks: left })
    return { status: 204 }
  })
}

function addAddressesByCount(panel: Panel, call: Call): Answer {
  const server = panel.findIdleServer(call.params.id)
  const fields = validate(call.body, {
    interface: { type: 'string', required: true, oneOf: ['primary'] },
    quantity: { type: 'int', required: true, min: 1, max: 256 },
  })
  const quantity = Number(fields.quantity)
  const free = panel.freeAddresses(quantity)
  if (free.length < quantity) throw new Refusal(422, { errors: ['Not enough free IPv4 addresses.'] })
  panel.saveServer({ ...server, ipv4: [...server.ipv4, ...panel.addressRecords(free)] })
  return { status: 200, body: { data: free.map(({ address }) => address) } }
}

function addAddresses(panel: Panel, call: Call): Answer {
  const server = panel.findIdleServer(call.params.id)
  const wanted = addressesOf(call)
  const used = panel.usedAddresses()
  const found = wanted.map((address) => ({ address, block: blockOf(panel.spec, address) }))
  const wrong = found.filter(({ address, block }) => !block || used.has(address))
  if (wrong.length > 0) {
    throw new Refusal(422, { errors: wrong.map(({ address }) => `The address ${address} is not available.`) })
  }
  const records = panel.addressRecords(
    found.map(({ address, block }) => ({ address, blockId: block?.id ?? 0 }))
  )
  panel.saveServer({ ...server, ipv4: [...server.ipv4, ...records] })
  return { status: 204 }
}

function removeAddresses(panel: Panel, call: Call): Answer {
  const server = panel.findIdleServer(call.params.id)
  const unwanted = addressesOf(call)
  const foreign = unwanted.filter((address) => !server.ipv4.some((record) => record.address === address))
  if (foreign.length > 0) {
    throw new Refusal(422, {
      errors: foreign.map((address) => `The address ${address} is not assigned to this server.`),
    })
  }
  panel.saveServer({ ...server, ipv4: server.ipv4.filter(({ address }) => !unwanted.includes(address)) })
  return { status: 204 }
}

function addressesOf(call: Call): string[] {
  const fields = validate(call.body, IP_RULES)
  const addresses = [...new Set((fields.ip as string[]).map(String))]
  const wrong = addresses.filter((address) => !isIpv4(address))
  if (wrong.length > 0) {
    throw new Refusal(422, {
      errors: { ip: wrong.map((address) => `${address} is not a valid IPv4 address.`) },
    })
  }
  return addresses
}

/** Bytes of each calendar month since the server was built, the current one first. */
function monthlyTraffic(server: ServerRecord, now: Date) {
  const builtAt = server.builtAt === null ? now : new Date(server.builtAt)
  const months = []
  for (let back = 0; back < MONTHS_SHOWN_MAX; back += 1) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))
    const period = currentPeriod(server, month)
    if (back > 0 && Date.parse(period.end) < builtAt.getTime()) break
    const from = Math.max(Date.parse(period.start), builtAt.getTime())
    const seconds = Math.max(0, Math.floor((Math.min(Date.parse(period.end), now.getTime()) - from) / 1000))
    const rx = server.builtAt === null ? 0 : seconds * DEMO_BYTES_PER_SECOND
    const tx = Math.floor(rx / 3)
    const blocks = server.trafficBlocks.filter((block) => block.month === back + 1)
    months.push({
      month: back + 1,
      ...period,
      rx,
      tx,
      total: rx + tx,
      blocks: blocks.map((block) => ({ id: block.id, traffic: block.amountGb })),
    })
  }
  return months
}

function presentTrafficBlocks(server: ServerRecord, now: Date) {
  const periodOf = (month: number) => {
    const { start, end } = currentPeriod(
      server,
      new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month - 1, 1))
    )
    return { month, start, end }
  }
  const months = Array.from({ length: MONTHS_SHOWN_MAX }, (_, index) => [
    String(index + 1),
    periodOf(index + 1),
  ])
  return {
    assigned: server.trafficBlocks.map((block) => ({
      id: block.id,
      current: block.month === 1,
      traffic: block.amountGb,
      ...periodOf(block.month),
      added: block.addedAt,
    })),
    available: { total: MONTHS_SHOWN_MAX, current: periodOf(1), months: Object.fromEntries(months) },
  }
}
