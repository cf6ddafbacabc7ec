import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import ui from '@nuxt/ui/vite'
import adonisjs from '@adonisjs/vite/client'

export default defineConfig({
  plugins: [
    vue(),
    ui({
      router: 'inertia',
      colorMode: false,
      autoImport: false,
      // Their types are listed in inertia/components.d.ts: a build must not change its own sources.
      components: { dts: false },
      // Names of icons stand in lists as well as in markup; one that is not found here would be fetched from a foreign host.
      icon: { clientBundle: { scan: { globInclude: ['inertia/**/*.{vue,ts}', 'app/**/http/**/*.ts'] } } },
      ui: {
        colors: {
          primary: 'brand',
          neutral: 'zinc',
          success: 'green',
          warning: 'amber',
          error: 'red',
          info: 'sky',
        },
        // A long dialog scrolls in its middle: its title keeps its height.
        modal: { slots: { header: 'shrink-0' } },
        slideover: { slots: { header: 'shrink-0' } },
        // The usual hover lightens a filled button below the contrast that its label needs; this one darkens it.
        button: {
          compoundVariants: (['primary', 'error'] as const).map((color) => ({
            color,
            variant: 'solid' as const,
            class:
              color === 'primary'
                ? 'hover:bg-[color-mix(in_oklab,var(--ui-primary)_88%,black)] active:bg-[color-mix(in_oklab,var(--ui-primary)_80%,black)]'
                : 'hover:bg-[color-mix(in_oklab,var(--ui-error)_88%,black)] active:bg-[color-mix(in_oklab,var(--ui-error)_80%,black)]',
          })),
        },
      },
    }),
    adonisjs({
      // The public pages have an entry of their own: they carry none of the work area's components.
      entryPoints: ['inertia/app.ts', 'inertia/public.ts'],
      serverEntryPoints: ['inertia/ssr.ts'],
      reload: ['resources/views/**/*.edge'],
    }),
  ],
  build: {
    rolldownOptions: {
      output: {
        // Whatever is loaded later needs it: split from what every page uses with it, both parts would be larger than the whole.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /node_modules[\\/](@vue|vue|@inertiajs|intl-messageformat|@formatjs)[\\/]/,
            },
          ],
        },
      },
    },
  },
  resolve: {
    alias: { '~/': `${import.meta.dirname}/inertia/`, '#lang/': `${import.meta.dirname}/resources/lang/` },
  },
})
