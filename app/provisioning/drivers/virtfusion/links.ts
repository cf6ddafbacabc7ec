import { err, ok } from '#app/shared/result'
import type { ConsoleLink, PanelCustomer, PanelResult } from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type { VirtfusionConsole, VirtfusionSignIn } from '#app/provisioning/drivers/virtfusion/shapes'

/** Links into the panel. Each holds a secret that works once or for minutes: they are handed on and never kept. */
export class VirtfusionLinks {
  private root: URL

  constructor(
    private api: VirtfusionApi,
    baseUrl: string
  ) {
    this.root = new URL(baseUrl.replace(/\/api\/v1\/?$/, ''))
  }

  /** The call makes a new token and password. */
  async openConsole(reference: string): PanelResult<ConsoleLink> {
    const opened = await this.enableConsole(reference)
    if (!opened.ok) return opened
    const { wss, password = '' } = opened.value.vnc ?? {}
    const url = this.below(wss?.url ?? '')
    if (!url) return err(foreignHost)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    return ok({ kind: 'vnc', url: url.href, password })
  }

  async makeSignInLink(reference: string, customer: PanelCustomer): PanelResult<{ url: string }> {
    const path = `/users/${customer.number}/serverAuthenticationTokens/${reference}`
    const made = await this.api.data<VirtfusionSignIn>('POST', path)
    if (!made.ok) return made
    const url = this.below(made.value.authentication?.endpoint_complete ?? '')
    return url ? ok({ url: url.href }) : err(foreignHost)
  }

  /** Panels differ in the key they read (`action` or `vnc`), so both are sent; each alone where the other is refused. */
  private async enableConsole(reference: string): PanelResult<VirtfusionConsole> {
    const forms = [{ action: 'enable', vnc: true }, { action: 'enable' }, { vnc: true }]
    const send = (form: object) => this.api.data<VirtfusionConsole>('POST', `/servers/${reference}/vnc`, form)
    let opened = await send(forms[0]!)
    for (const form of forms.slice(1)) {
      const isFormRefused = !opened.ok && opened.error.type === 'refused' && opened.error.reason === 'invalid'
      if (isFormRefused) opened = await send(form)
    }
    return opened
  }

  /** The address of a path of this panel. Whatever the answer holds, nobody is sent to another host. */
  private below(path: string): URL | null {
    if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return null
    const prefix = this.root.pathname.replace(/\/$/, '')
    const url = new URL(prefix + path, this.root)
    return url.host === this.root.host ? url : null
  }
}

const foreignHost = {
  type: 'misconfigured',
  message: 'The panel answered without an address of its own.',
} as const
