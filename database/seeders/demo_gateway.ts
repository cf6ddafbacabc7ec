import app from '@adonisjs/core/services/app'
import { inReadTransaction } from '#app/shared/database/unit'
import { ConnectGateway, findGatewaySettings } from '#app/payments/index'

interface DemoGateway {
  id: string
  driver: string
  name: string
  position: number
  /** How the stand-in is reached: told again when it has another address. */
  reach: { baseUrl: string } & Record<string, string>
  /** What staff may change. */
  config: Record<string, unknown>
  secrets: Record<string, string>
}

/**
 * Connects a gateway of the demo to its stand-in, and once more when that has another address or other keys. What staff changed stays, and a
 * gateway to which they gave an address of their own is theirs.
 */
export async function seedGateway({ reach, ...gateway }: DemoGateway): Promise<void> {
  const known = await inReadTransaction(() => findGatewaySettings(gateway.id))
  if (known && !isStandIn(known.config.baseUrl, reach.baseUrl)) return
  const areKeysKnown = known !== null && keysOf(known.secrets) === keysOf(gateway.secrets)
  const isReached = Object.entries(reach).every(([key, value]) => known?.config[key] === value)
  if (areKeysKnown && isReached) return
  const connect = await app.container.make(ConnectGateway)
  const connected = await connect.execute({
    ...gateway,
    ...(known && { name: known.name, position: known.position }),
    config: { ...gateway.config, ...known?.config, ...reach },
    secrets: areKeysKnown ? known.secrets : gateway.secrets,
  })
  if (!connected.ok)
    throw new Error(`The demo's ${gateway.name} was refused: ${JSON.stringify(connected.error)}`)
}

/** The sandbox may have another port since; its paths are its own. */
function isStandIn(known: unknown, wanted: string): boolean {
  if (typeof known !== 'string') return false
  const [before, now] = [new URL(known), new URL(wanted)]
  return before.protocol === now.protocol && before.pathname === now.pathname
}

/** What opens the stand-in. The secret by which it signs messages is made anew whenever staff have its webhook set up. */
function keysOf(secrets: Record<string, string>): string {
  const keys = Object.entries(secrets).filter(([name]) => name !== 'webhookSecret')
  return JSON.stringify(keys.toSorted())
}
