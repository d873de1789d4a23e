import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  resolve: { conditions: ['@waymark/source', ...defaultClientConditions] },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    // No inlined data: URIs, the content security policy allows them for pictures only.
    assetsInlineLimit: 0,
    sourcemap: true,
    rolldownOptions: {
      // Pure packages: of the event contract the portal wants the code lists, not the validators; of the charts, each page its own.
      treeshake: { moduleSideEffects: (id) => !/\/packages\/(charts|events|measures)\//.test(id) },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
});
