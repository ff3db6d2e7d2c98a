-- Prints what wrk counted, for programs: requests, seconds, median and 95th percentile in microseconds, errors.
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("FIGURES %d %f %f %f %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50), latency:percentile(95), e.connect + e.read + e.write + e.status + e.timeout))
end
