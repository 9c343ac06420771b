// The command loads its gateway as a file of its own, which is bundled by itself: what it shares with the API would take
// that apart for everybody who only downloads the API.
export const gatewayApart = {
  name: "gateway-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/gateway\/index\.js$/ }, () => ({ path: "./gateway.js", external: true }));
  },
};
