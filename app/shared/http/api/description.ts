import { randomBytes } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { Endpoint } from '#app/shared/http/endpoint'
import { type ApiAudience, apiPrefix } from '#app/shared/http/api/audience'
import { describeApi } from '#app/shared/http/api/openapi'
import { escapeHtml, renderReference } from '#app/shared/http/api/reference'

/** Stand in what is kept for what differs between hosts and answers. */
const marks = {
  server: '__address_of_the_api__',
  brand: '__name_of_the_brand__',
  nonce: '__nonce_of_this_answer__',
}

/**
 * The description of each host's API, as JSON and as a page to read. Its rows do not change while the process runs, and describing
 * hundreds of them takes long: each is made once, by whoever asks first, and anybody may ask as often as the limit of an address lets.
 */
export class ApiDescription {
  private documents = new Map<ApiAudience, string>()
  private pages = new Map<ApiAudience, string>()

  constructor(private endpoints: Endpoint[]) {}

  sendDocument(ctx: HttpContext, audience: ApiAudience): void {
    const kept = this.documents.get(audience) ?? JSON.stringify(this.describe(audience))
    this.documents.set(audience, kept)
    const { server, brand } = placeOf(ctx)
    const inText = (value: string) => JSON.stringify(value).slice(1, -1)
    const text = kept.replace(marks.server, () => inText(server)).replace(marks.brand, () => inText(brand))
    ctx.response.type('application/json').send(text)
  }

  async sendPage(ctx: HttpContext, audience: ApiAudience): Promise<void> {
    const kept =
      this.pages.get(audience) ?? (await renderReference(ctx, this.describe(audience), marks.nonce))
    this.pages.set(audience, kept)
    const { server, brand } = placeOf(ctx)
    const nonce = randomBytes(16).toString('base64')
    const html = kept
      .replaceAll(marks.server, () => escapeHtml(server))
      .replaceAll(marks.brand, () => escapeHtml(brand))
      .replaceAll(marks.nonce, () => nonce)
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
    ctx.response.header('content-security-policy', policy).type('text/html; charset=utf-8').send(html)
  }

  private describe(audience: ApiAudience) {
    return describeApi({
      endpoints: this.endpoints,
      audience,
      serverUrl: marks.server,
      brandName: marks.brand,
    })
  }
}

function placeOf({ request, host }: HttpContext): { server: string; brand: string } {
  const origin = `${request.protocol()}://${request.host() ?? ''}`
  return { server: `${origin}${apiPrefix}`, brand: host.tenant.name }
}
