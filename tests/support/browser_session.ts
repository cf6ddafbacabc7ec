import type { Tenant } from '#app/shared/database/context'
import { request } from '#tests/support/api'
import type { Json } from '#tests/support/openapi'

interface PageAnswer {
  status: number
  location: string | null
  /** Props of the page, when one was answered. */
  props: Json
  component: string | null
  headers: Record<string, unknown>
  text: string
}

/** A browser without a screen: keeps cookies, sends the form token, reads pages as the page adapter does. */
export class BrowserSession {
  cookies = new Map<string, string>()
  /** Of the assets; a page of another version is answered with the right one. */
  private version = '1'
  /** The customer whom the open page shows, as pages say with each request; null: not said. */
  pageCustomer: string | null = null

  constructor(
    readonly tenant: Tenant,
    readonly surface: 'account' | 'admin' | 'storefront' = 'account'
  ) {}

  get(path: string): Promise<PageAnswer> {
    return this.send('GET', path)
  }

  /** Opens a mailed link, whose key stands behind the `#`, as the script of its page does. */
  async open(link: string): Promise<PageAnswer> {
    return this.get(await this.pathBehind(link))
  }

  /** Where an opened link is found in this browser from then on. */
  async pathBehind(link: string): Promise<string> {
    const { pathname, hash } = new URL(link, 'http://here')
    return (await this.ask(pathname, { key: hash.slice(1) })).path
  }

  /** Sends a form. Follows nothing: the answer says where it leads. */
  async submit(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    form: object = {}
  ): Promise<PageAnswer> {
    if (!this.cookies.has('XSRF-TOKEN')) await this.get('/sign-in')
    return this.send(method, path, form)
  }

  /** What a page's own script asks for, as JSON: the answer, or the problem. */
  async ask(path: string, body: object): Promise<Json> {
    if (!this.cookies.has('XSRF-TOKEN')) await this.get('/sign-in')
    const answer = await request({
      host: this.host,
      method: 'POST',
      path,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        cookie: this.cookieLine,
        'x-xsrf-token': decodeURIComponent(this.cookies.get('XSRF-TOKEN')!),
      },
      text: JSON.stringify(body),
    })
    this.keepCookies(answer.headers['set-cookie'])
    return answer.body
  }

  private get host(): string {
    return this.surface === 'storefront'
      ? `${this.tenant.slug}.localhost`
      : `${this.surface}.${this.tenant.slug}.localhost`
  }

  private get cookieLine(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  private async send(method: string, path: string, form?: object): Promise<PageAnswer> {
    const { host } = this
    const answer = await request({
      host,
      method,
      path,
      headers: {
        accept: 'text/html, application/xhtml+xml',
        'x-inertia': 'true',
        'x-inertia-version': this.version,
        cookie: this.cookieLine,
        referer: `http://${host}:${process.env.PORT}${path}`,
        ...(form ? { 'content-type': 'application/json' } : {}),
        ...(this.pageCustomer ? { 'x-page-customer': this.pageCustomer } : {}),
        ...(this.cookies.has('XSRF-TOKEN')
          ? { 'x-xsrf-token': decodeURIComponent(this.cookies.get('XSRF-TOKEN')!) }
          : {}),
      },
      text: form ? JSON.stringify(form) : undefined,
    })
    this.keepCookies(answer.headers['set-cookie'])
    const version = answer.headers['x-inertia-version']
    if (answer.status === 409 && typeof version === 'string' && version !== this.version) {
      this.version = version
      return this.send(method, path, form)
    }
    return {
      status: answer.status,
      // A page adapter is told to leave for another host by a header of its own.
      location:
        ((answer.headers.location ?? answer.headers['x-inertia-location']) as string | undefined) ?? null,
      props: answer.body?.props ?? null,
      component: answer.body?.component ?? null,
      headers: answer.headers,
      text: answer.text,
    }
  }

  private keepCookies(lines: string | string[] | undefined): void {
    for (const line of [lines ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (!name) continue
      const isGone = value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)
      if (isGone) this.cookies.delete(name)
      else this.cookies.set(name, value!)
    }
  }
}
