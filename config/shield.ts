import { defineConfig } from '@adonisjs/shield'
import env from '#start/env'
import { contentSecurityPolicy } from '#app/shared/http/content_security_policy'

const isProduction = env.get('NODE_ENV') === 'production'

export default defineConfig({
  csp: contentSecurityPolicy,
  csrf: {
    enabled: true,
    // Programs carry a token, gateways a signature; neither has a session to ride on.
    exceptRoutes: (ctx) =>
      ctx.request.url().startsWith('/api/') || ctx.request.url().startsWith('/webhooks/'),
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: isProduction, maxAge: '365 days' },
  contentTypeSniffing: { enabled: true },
})
