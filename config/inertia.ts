import { defineConfig } from '@adonisjs/inertia'
import { isPublicPage } from '#app/shared/http/page_rooms'

export default defineConfig({
  rootView: 'app',
  // What a page showed lies in the browser's history: the sign-in page throws the key away, and "back" shows nothing to who comes next.
  encryptHistory: true,
  // Public pages are rendered on the server: they must be found, and work before the script does.
  ssr: {
    enabled: true,
    entrypoint: 'inertia/ssr.ts',
    pages: (_ctx, page) => isPublicPage(page),
  },
})
