import { access } from './access/system.ts'
import { bank } from './bank/system.ts'
import { btcpay } from './btcpay/system.ts'
import { clamd } from './clamd/system.ts'
import { coinbase } from './coinbase/system.ts'
import type { SandboxSystem } from './core/system.ts'
import { dns } from './dns/system.ts'
import { ecb } from './ecb/system.ts'
import { enhance } from './enhance/system.ts'
import { kasm } from './kasm/system.ts'
import { mail } from './mail/system.ts'
import { paypal } from './paypal/system.ts'
import { pterodactyl } from './pterodactyl/system.ts'
import { stripe } from './stripe/system.ts'
import { synergycp } from './synergycp/system.ts'
import { vies } from './vies/system.ts'
import { virtfusion } from './virtfusion/system.ts'

/** Every stand-in, listed once. */
export const systems: SandboxSystem[] = [
  stripe,
  paypal,
  btcpay,
  coinbase,
  bank,
  virtfusion,
  pterodactyl,
  kasm,
  synergycp,
  enhance,
  mail,
  ecb,
  vies,
  access,
  dns,
  clamd,
]
