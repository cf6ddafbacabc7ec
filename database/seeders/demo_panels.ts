import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { ConnectPanel } from '#app/provisioning/index'

interface DemoPanel {
  driver: string
  code: string
  name: string
  location: string
  /** Below the sandbox's address. */
  path: string
  token: string
  secrets?: Record<string, string>
  config: Record<string, unknown>
}

/** What the stand-in of VirtFusion calls its plan of seven daily copies. */
const dailyBackups = 1

/** The panels of the demo: one row each. */
function demoPanels(): DemoPanel[] {
  const virtfusion = env.get('SANDBOX_VIRTFUSION_TOKEN')?.release() ?? 'sandbox-virtfusion-token'
  const config = { backupPlan: dailyBackups }
  const metal = env.get('SANDBOX_SYNERGYCP_KEY')?.release() ?? 'sandbox-synergycp-key'
  return [
    { driver: 'virtfusion', code: 'fra', name: 'VirtFusion Frankfurt', location: 'Frankfurt', path: '/virtfusion/fra/api/v1', token: virtfusion, config: { ...config, reverseNames: true } },
    { driver: 'virtfusion', code: 'nyc', name: 'VirtFusion New York', location: 'New York', path: '/virtfusion/nyc/api/v1', token: virtfusion, config },
    {
      driver: 'enhance', code: 'web', name: 'Enhance Frankfurt', location: 'Frankfurt', path: '/enhance/api',
      token: env.get('SANDBOX_ENHANCE_TOKEN')?.release() ?? 'sandbox-enhance-token',
      config: { masterOrg: '0b9e1f52-7a0c-4a53-9d3e-2f6d8c4b7a10', group: 'Frankfurt' },
    },
    { driver: 'synergycp', code: 'metal-fra', name: 'SynergyCP Frankfurt', location: 'Frankfurt', path: '/synergycp', token: metal, config: { group: 'Frankfurt' } },
    { driver: 'synergycp', code: 'metal-nyc', name: 'SynergyCP New York', location: 'New York', path: '/synergycp', token: metal, config: { group: 'New York' } },
    {
      driver: 'pterodactyl', code: 'games', name: 'Pterodactyl Frankfurt', location: 'Frankfurt', path: '/pterodactyl',
      token: env.get('SANDBOX_PTERODACTYL_CLIENT_KEY')?.release() ?? 'ptlc_sandbox_pterodactyl',
      config: { location: 'fra' },
    },
    {
      driver: 'kasm', code: 'desktops', name: 'Kasm Workspaces', location: 'Frankfurt', path: '/kasm',
      token: env.get('SANDBOX_KASM_KEY')?.release() ?? 'sandbox-kasm-key',
      secrets: { secret: env.get('SANDBOX_KASM_SECRET')?.release() ?? 'sandbox-kasm-secret' },
      config: { userDomain: 'desktops.example.com' },
    },
  ] // prettier-ignore
}

export async function seedPanels(sandboxUrl: string): Promise<void> {
  for (const panel of demoPanels()) await seedPanel(panel, sandboxUrl)
}

/** Pointed to the sandbox again when its port has changed since. */
async function seedPanel(
  { driver, code, name, location, path, token, secrets = {}, config }: DemoPanel,
  sandboxUrl: string
): Promise<void> {
  const known = await inReadTransaction(() =>
    db.selectFrom('panels').select(['id', 'base_url', 'config']).where('code', '=', code).executeTakeFirst()
  )
  const present = (known?.config ?? {}) as object
  const baseUrl = `${sandboxUrl}${path}`
  const isCurrent = known?.base_url === baseUrl && Object.keys(config).every((key) => key in present)
  if (isCurrent) return
  const reached = { baseUrl, token, secrets }
  const connect = await app.container.make(ConnectPanel)
  const connected = known
    ? await connect.change({ panelId: known.id, config: { ...present, ...config }, ...reached })
    : await connect.execute({ driver, code, name, location, config, ...reached })
  if (!connected.ok) throw new Error(`The demo panel ${code} was refused: ${connected.error.type}`)
}
