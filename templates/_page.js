{# All that a page does, as one script. Nothing of it is of one report, so it is put together once. #}
{% filter compact_script %}
{% include "_script.js" %}

{% include "_scope.js" %}

{% include "_numbers.js" %}

{% include "_charts.js" %}

{% include "_places.js" %}

{% include "_fields.js" %}

{% include "_live.js" %}

try {
  calculate(calculation);
} catch (error) {
  document.documentElement.classList.add("dead");
  throw error;
}
{% endfilter %}
