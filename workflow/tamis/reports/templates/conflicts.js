// Filters the conflicts, and goes from one to the next by key. The page reads without it.
(function () {
  "use strict";
  var way = document.getElementById("way");
  var stage = document.getElementById("stage");
  var pair = document.getElementById("pair");
  browse({
    cases: ".case",
    filters: [way, stage, pair],
    fits: function (its) {
      return (!way.value || its.way === way.value) &&
        (!stage.value || its.stage === stage.value) &&
        (!pair.value || its.pairs.split("|").indexOf(pair.value) >= 0);
    }
  });
})();
