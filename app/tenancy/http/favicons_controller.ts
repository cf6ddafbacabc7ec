import type { HttpContext } from '@adonisjs/core/http'
import { accentColor } from '#app/shared/http/accent'
import { findBrand } from '#app/tenancy/queries/find_brand'

/** The mark in the browser's tab, in the brand's accent. */
export default class FaviconsController {
  async show({ response }: HttpContext) {
    const { accent_color } = await findBrand()
    return response
      .header('cache-control', 'public, max-age=3600')
      .type('image/svg+xml')
      .send(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="${accentColor(accent_color)}"/><path d="M7 8h10M7 12h6.5M7 16h10" stroke="#fff" stroke-width="2.2" stroke-linecap="round" fill="none"/></svg>`
      )
  }
}
