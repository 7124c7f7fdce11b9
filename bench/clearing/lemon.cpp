// Sets off with LEMON (Dezső, Jüttner and Kovács 2011), as a second opinion and as the time to be beaten. Reads instances one after the
// other from standard input, little-endian: int32 parties, int32 arcs, then int32 debtors, int32 creditors, int64 amounts and
// uint8 gains of all arcs. The arguments name algorithms. Writes a line for each instance and algorithm: its name, the total and the
// seconds from the arrays to the solution.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

#ifndef ONLY_NETWORK_SIMPLEX
#include <lemon/capacity_scaling.h>
#include <lemon/cost_scaling.h>
#include <lemon/cycle_canceling.h>
#endif
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using Graph = lemon::StaticDigraph;
using Amount = std::int64_t;

template <typename T> static bool fill(std::vector<T>& list, std::size_t length) {
  list.resize(length);
  return std::fread(list.data(), sizeof(T), length, stdin) == length;
}

struct Instance {
  std::int32_t parties = 0;
  std::vector<std::int32_t> debtor, creditor;
  std::vector<Amount> amount;
  std::vector<std::uint8_t> gain;
  bool read() {
    std::int32_t sizes[2];
    if (std::fread(sizes, sizeof sizes, 1, stdin) != 1) return false;
    parties = sizes[0];
    const std::size_t arcs = static_cast<std::size_t>(sizes[1]);
    return fill(debtor, arcs) && fill(creditor, arcs) && fill(amount, arcs) && fill(gain, arcs);
  }
};

template <typename Algorithm> static void run(const char* name, const Instance& instance) {
  const std::size_t arcs = instance.amount.size();
  const auto began = std::chrono::steady_clock::now();
  // LEMON's static graph wants its arcs by their source.
  std::vector<std::int32_t> first(instance.parties + 1, 0);
  for (std::size_t i = 0; i < arcs; i++) first[instance.debtor[i] + 1]++;
  for (std::int32_t v = 0; v < instance.parties; v++) first[v + 1] += first[v];
  std::vector<std::int32_t> next(first), order(arcs);
  for (std::size_t i = 0; i < arcs; i++) order[next[instance.debtor[i]]++] = static_cast<std::int32_t>(i);
  std::vector<std::pair<int, int>> pairs(arcs);
  for (std::size_t at = 0; at < arcs; at++)
    pairs[at] = {instance.debtor[order[at]], instance.creditor[order[at]]};
  Graph graph;
  graph.build(instance.parties, pairs.begin(), pairs.end());
  Graph::ArcMap<Amount> upper(graph), cost(graph);
  for (std::size_t at = 0; at < arcs; at++) {
    upper[graph.arc(static_cast<int>(at))] = instance.amount[order[at]];
    cost[graph.arc(static_cast<int>(at))] = -static_cast<Amount>(instance.gain[order[at]]);
  }
  Algorithm algorithm(graph);
  algorithm.upperMap(upper).costMap(cost);
  const bool optimal = algorithm.run() == Algorithm::OPTIMAL;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  __int128 total = 0;
  for (std::size_t at = 0; at < arcs; at++)
    if (instance.gain[order[at]]) total += algorithm.flow(graph.arc(static_cast<int>(at)));
  char digits[48];
  char* digit = digits + sizeof digits;
  *--digit = 0;
  do *--digit = static_cast<char>('0' + static_cast<int>(total % 10));
  while (total /= 10);
  std::printf("%s %s %.6f\n", name, optimal ? digit : "none", took.count());
  std::fflush(stdout);
}

int main(int count, char** names) {
  for (Instance instance; instance.read();)
    for (int at = 1; at < count; at++) {
      if (!std::strcmp(names[at], "NetworkSimplex"))
        run<lemon::NetworkSimplex<Graph, Amount, Amount>>(names[at], instance);
#ifndef ONLY_NETWORK_SIMPLEX
      else if (!std::strcmp(names[at], "CostScaling"))
        run<lemon::CostScaling<Graph, Amount, Amount>>(names[at], instance);
      else if (!std::strcmp(names[at], "CapacityScaling"))
        run<lemon::CapacityScaling<Graph, Amount, Amount>>(names[at], instance);
      else if (!std::strcmp(names[at], "CycleCanceling"))
        run<lemon::CycleCanceling<Graph, Amount, Amount>>(names[at], instance);
#endif
      else
        return 2;
    }
  return 0;
}
