// How htmx behaves here. Said before it looks at the page: no eval, no styles of its own, nothing kept of a
// private page, a refused form (422) shown, and other errors told apart.
if (window.htmx) {
  Object.assign(htmx.config, {
    includeIndicatorStyles: false,
    allowEval: false,
    historyCacheSize: 0,
    historyRestoreAsHxRequest: false,
    refreshOnHistoryMiss: true,
    timeout: 15000,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
}
