import { defineConfig } from '@adonisjs/shield'
import { contentSecurityPolicy } from '#app/shared/http/content_security_policy'

export default defineConfig({
  csp: contentSecurityPolicy,
  csrf: {
    enabled: true,
    // Programs carry a token, gateways a signature; neither has a session to ride on.
    exceptRoutes: (ctx) =>
      ctx.request.url().startsWith('/api/') || ctx.request.url().startsWith('/webhooks/'),
    enableXsrfCookie: true,
    // As long as the session whose mark it is, with which it is handed out (session_middleware.ts).
    cookieOptions: { maxAge: '14d' },
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'DENY' },
  // With all other headers of this kind: app/shared/http/safety_headers.ts.
  hsts: { enabled: false },
  contentTypeSniffing: { enabled: true },
})
