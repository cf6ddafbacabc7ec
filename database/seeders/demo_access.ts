import { createHmac } from 'node:crypto'
import env from '#start/env'

/** Ids of the demo, fixed so that the sandbox can be told where to send its webhooks before the database exists. */
export const demoTenantId = '01900000-0000-7000-8000-000000000001'
export const demoGatewayId = '01900000-0000-7000-8000-0000000000a1'
export const demoCoinsGatewayId = '01900000-0000-7000-8000-0000000000a3'
export const demoCoinbaseGatewayId = '01900000-0000-7000-8000-0000000000a4'
export const demoPayPalGatewayId = '01900000-0000-7000-8000-0000000000a2'

export interface DemoPerson {
  key: 'customer' | 'staff'
  name: string
  email: string
  password: string
}

/** The demo answers on this machine only, and everybody may know how to get in. */
export const demoCustomer: DemoPerson = {
  key: 'customer',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'ada-demo-password',
}
export const demoStaff: DemoPerson = {
  key: 'staff',
  name: 'Sam Staff',
  email: 'staff@example.com',
  password: 'staff-demo-password',
}

/** The same token at every call, different on every installation: made from its application key. */
export function demoToken(person: DemoPerson, prefix: string): string {
  const secret = createHmac('sha256', env.get('APP_KEY').release())
    .update(`demo token of the ${person.key}`)
    .digest('base64url')
  return prefix + secret
}

export interface DemoUrls {
  storefront: string
  account: string
  admin: string
  status: string
  api: string
  docs: string
  sandbox: string | null
}

export function demoUrls(): DemoUrls {
  const base = env.get('PUBLIC_BASE_HOST')
  return {
    storefront: `http://${base}`,
    account: `http://account.${base}`,
    admin: `http://admin.${base}`,
    status: `http://status.${base}`,
    api: `http://account.${base}/api/v1`,
    docs: `http://account.${base}/api/v1/docs`,
    sandbox: env.get('SANDBOX_URL') ?? null,
  }
}
