// Loads the page again when it has been woven anew. A page that is opened as a file may fetch nothing, so what says so
// is a script.
(function () {
  "use strict";
  var root = document.documentElement.dataset.root;
  var first = null;
  setInterval(function () {
    var script = document.createElement("script");
    script.src = root + "assets/stamp.js?" + Date.now();
    script.onload = function () {
      script.remove();
      if (first === null) first = window.kindlingStamp;
      if (first !== window.kindlingStamp) location.reload();
    };
    script.onerror = function () { script.remove(); };
    document.head.appendChild(script);
  }, 700);
})();
